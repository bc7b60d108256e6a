using Npgsql;
using NpgsqlTypes;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Storage;
using SmsBridge.Threads;
using SmsBridge.Threads.Consent;
using SmsBridge.Threads.Limits;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Inbound;

/// <summary>
/// Stores texts durably, each provider id once. Keywords of consent are acted on at once (<see cref="OptOuts"/>); for all others their threads are marked as
/// having work. Texts that arrive together are written by one statement. Where nobody works on the thread and this instance has room, the statement
/// leases it, and the turn starts without another read.
/// </summary>
internal sealed class InboundStore
{
    // What is known by its own id, or a provider's, is looked for by that alone, here and in the statements of turns and sends: by the thread as
    // well, Postgres takes the index on threads for as good while tables are new, and reads a thread's whole history.
    // The work row comes first: whoever writes several threads locks work rows before others, in the order of thread ids.
    internal static readonly string Sql = $"""
        with incoming as materialized (
            select i.* from unnest(@threads, @numbers, @customers, @channels, @ids, @sids, @texts, @facts, @media, @kinds, @details, @scopes, @hashes,
                                   @traces)
                   with ordinality as i (thread_id, number, customer, channel, id, provider_sid, text, facts, media, kind, details, scope, hashes,
                                         trace, position)
             where not exists (select 1 from messages m where m.provider_sid = i.provider_sid and m.thread_id is not distinct from i.thread_id)
        ),
        signalled as (
            insert into work (thread_id, kind, due_at, lease, version, asks)
            select thread_id, 'turn', now() + @duration, @lease, count(*), case when @lease is null then 0 else 1 end
              from incoming group by thread_id order by thread_id
            {AddWork.Only}
            returning thread_id, version, (xmax = 0 and lease is not null) as leased
        ),
        opened as (
            insert into threads (id, number, customer, channel, state)
            select distinct on (i.thread_id) i.thread_id, i.number, i.customer, i.channel,
                   case when exists (select 1 from consents c where c.scope = i.scope
                                        and c.customer_hash = any(i.hashes::bytea[]) and c.opted_out)
                        then 'opted-out' else 'idle' end
              from incoming i join signalled using (thread_id) order by i.thread_id, i.position desc
            on conflict (id) do update set last_message_at = now(), last_text_at = now(), customer = excluded.customer
            returning id, state, conversation_id, next_attributes, blocked_until
        ),
        stored as (
            insert into messages (id, thread_id, direction, author, text, status, pending, provider_sid, facts, media, kind, details, traceparent)
            select i.id, i.thread_id, 'in', 'customer', i.text, 'received', true, i.provider_sid, i.facts::jsonb, i.media::jsonb,
                   i.kind, i.details::jsonb, i.trace
              from incoming i join opened o on o.id = i.thread_id order by i.position
            on conflict do nothing
            returning id, thread_id, seq
        )
        select stored.id, signalled.thread_id, signalled.leased, signalled.version, opened.state, opened.conversation_id,
               opened.conversation_id, c.chat_conversation_id, c.agent, c.settings, opened.next_attributes,
               now(), opened.blocked_until, d.segments,
               case when signalled.leased and @busy is not null
                     and signalled.version + {RecentTexts.CountSql("signalled.thread_id", "@busy")} >= @busy
                    then {RecentTexts.Sql("signalled.thread_id")} end
          from signalled
          join opened on opened.id = signalled.thread_id
          left join stored on stored.thread_id = signalled.thread_id
          left join conversations c on c.id = opened.conversation_id
          left join thread_segments d on d.thread_id = signalled.thread_id and d.day = (now() at time zone 'utc')::date
         order by stored.seq
        """;

    private readonly NpgsqlDataSource database;
    private readonly NumberBook numbers;
    private readonly CustomerHashes hashes;
    private readonly OptOuts optOuts;
    private readonly CustomerLinks links;
    private readonly IWorkSignal<TurnWorker> turns;
    private readonly TextLimits limits;
    private readonly Leases draw;
    private readonly Batcher<InboundText, bool> batcher;

    public InboundStore(
        NpgsqlDataSource database,
        NumberBook numbers,
        CustomerHashes hashes,
        OptOuts optOuts,
        CustomerLinks links,
        IWorkSignal<TurnWorker> turns,
        TextLimits limits,
        Leases draw
    )
    {
        (this.database, this.numbers, this.hashes, this.optOuts) = (database, numbers, hashes, optOuts);
        (this.links, this.turns, this.limits, this.draw) = (links, turns, limits, draw);
        // One batch at a time: texts of a thread must not overtake each other.
        batcher = new(WriteBatch, maxBatch: 200);
    }

    /// <summary>Returns once the text is durable: true when it is new, false when its provider id was known.</summary>
    public async Task<bool> Store(InboundText text)
    {
        await links.Learn(text);
        return await Act(text) ?? await batcher.Write(Ordinary(text));
    }

    /// <summary>
    /// Stores texts that have waited, in their order; all but keywords in one transaction. Keywords come first: who wrote STOP while they waited must
    /// not get what was still to be sent.
    /// </summary>
    public async Task StoreTogether(IReadOnlyList<InboundText> texts)
    {
        var ordinary = new List<InboundText>(texts.Count);
        foreach (var text in texts)
        {
            await links.Learn(text);
            if (await Act(text) is null)
            {
                ordinary.Add(Ordinary(text));
            }
        }

        if (ordinary.Count > 0)
        {
            await WriteBatch(ordinary);
        }
    }

    /// <summary>Acts on keywords among texts that have waited, ahead of those texts. A YES that is an answer waits for its place.</summary>
    public async Task ActOnKeywords(IReadOnlyList<InboundText> texts)
    {
        foreach (var text in texts)
        {
            await links.Learn(text);
            await Act(text);
        }
    }

    /// <returns>Null: it is no keyword.</returns>
    private async Task<bool?> Act(InboundText text) =>
        text.Kind switch
        {
            Keyword.Stop => await optOuts.Stop(ConsentChange.By(text), text, CancellationToken.None),
            Keyword.Start or Keyword.Yes => await optOuts.Start(ConsentChange.By(text), text, CancellationToken.None),
            Keyword.Help => await optOuts.Help(text, CancellationToken.None),
            _ => null,
        };

    /// <summary>A YES that starts nothing is an answer, and a HELP that is for people a text.</summary>
    private static InboundText Ordinary(InboundText text) => Keyword.Is(text.Kind) ? text with { Kind = null } : text;

    private async Task<bool[]> WriteBatch(IReadOnlyList<InboundText> texts)
    {
        var drawn = turns.HasRoom ? draw.Draw(WorkKind.Turn) : null;
        var rows = await Insert(texts, drawn);
        var stored = rows.Select(r => r.TextId).OfType<Guid>().ToHashSet();
        foreach (var thread in rows.GroupBy(r => r.ThreadId))
        {
            // A lease without a text, because another instance stored the same delivery a moment before, is ended by the worker too.
            var first = thread.First();
            if (first.Leased)
            {
                var known = Pending(first, texts.Where(t => t.ThreadId == first.ThreadId && stored.Contains(t.Id)), drawn!.Since);
                turns.Start(drawn.On(first.ThreadId, first.Version), (worker, held, token) => worker.DoStored(held, known, token));
            }
        }

        return texts.Select(t => stored.Contains(t.Id)).ToArray();
    }

    private async Task<List<StoredText>> Insert(IReadOnlyList<InboundText> texts, DrawnLease? drawn)
    {
        var customers = new string[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            customers[i] = CustomerHashes.Literal(await hashes.All(texts[i].Customer));
        }

        await using var command = database.CreateCommand(Sql);
        var p = command.Parameters;
        p.AddWithValue("hashes", customers);
        p.AddWithValue("threads", texts.Select(t => t.ThreadId).ToArray());
        p.AddWithValue("numbers", texts.Select(t => t.Number).ToArray());
        p.AddWithValue("customers", texts.Select(t => t.Customer).ToArray());
        p.AddWithValue("channels", texts.Select(t => t.Channel).ToArray());
        p.AddWithValue("ids", texts.Select(t => t.Id).ToArray());
        p.AddWithValue("sids", texts.Select(t => t.ProviderSid).ToArray());
        p.AddWithValue("texts", texts.Select(t => t.Text).ToArray());
        p.AddWithValue("facts", texts.Select(t => t.Facts).ToArray());
        p.AddWithValue("media", texts.Select(t => t.Media).ToArray());
        p.AddWithValue("kinds", texts.Select(t => t.Kind).ToArray());
        p.AddWithValue("details", texts.Select(t => t.Details).ToArray());
        p.AddWithValue("traces", texts.Select(t => t.Trace).ToArray());
        p.AddWithValue("scopes", texts.Select(t => ConsentScope.Of(numbers, t.Number).Name).ToArray());
        p.AddNullable("busy", NpgsqlDbType.Integer, limits.Busy(texts.Select(t => t.Number)));
        p.AddNullable("lease", NpgsqlDbType.Uuid, drawn?.Token);
        p.AddWithValue("duration", drawn?.Lasts ?? TimeSpan.Zero);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<StoredText>();
        while (await reader.ReadAsync())
        {
            rows.Add(StoredText.Read(new Columns(reader)));
        }

        return rows;
    }

    /// <summary>Null where there is no text, or the open conversation was not visible to the statement yet: then the turn reads it itself. Nor where the text before still seemed to wait.</summary>
    private static WaitingTexts? Pending(StoredText row, IEnumerable<InboundText> texts, long since)
    {
        var waiting = texts.ToList();
        // Who had the thread may have ended while the statement waited for its work row: then it sees texts that wait, and nobody has them any more.
        var recent = RecentTexts.Read(row.Recent);
        if (waiting.Count == 0 || (row.ConversationId is not null && row.Conversation is null) || recent.HasWaiting)
        {
            return null;
        }

        var thread = new ThreadContext(
            row.ThreadId,
            waiting[0].Number,
            waiting[0].Customer,
            waiting[0].Channel,
            row.State,
            row.Conversation
        )
        {
            NextAttributes = row.NextAttributes,
            Recent = recent,
            BlockedUntil = row.BlockedUntil,
            SegmentsToday = row.SegmentsToday,
        };
        return new WaitingTexts(
            thread,
            waiting.ConvertAll(t => new WaitingText(t.Id, t.Text, t.ProviderSid, t.Facts, t.Media, t.Kind, t.Details)
            {
                At = row.At,
                ReadAt = since,
                Trace = t.Trace,
            })
        )
        {
            Asks = 1,
        };
    }

    /// <param name="TextId">Null: the thread was leased, but its text was known already.</param>
    private sealed record StoredText(
        Guid? TextId,
        Guid ThreadId,
        bool Leased,
        long Version,
        string State,
        Guid? ConversationId,
        Conversation? Conversation,
        string? NextAttributes,
        DateTimeOffset At,
        DateTimeOffset? BlockedUntil,
        int SegmentsToday,
        string? Recent
    )
    {
        public static StoredText Read(Columns row) =>
            new(
                row.NextOrNull<Guid>(),
                row.Next<Guid>(),
                row.Next<bool>(),
                row.Next<long>(),
                row.Next<string>(),
                row.NextOrNull<Guid>(),
                Conversations.Read(row),
                row.NextText(),
                row.Next<DateTimeOffset>(),
                row.NextOrNull<DateTimeOffset>(),
                row.NextOrNull<int>() ?? 0,
                row.NextText()
            );
    }
}
