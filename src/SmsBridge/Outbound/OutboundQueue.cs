using NpgsqlTypes;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Shaping;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>A text to the customer: already shaped and split, to be sent in order.</summary>
/// <param name="Author">One of <see cref="Messages.Author"/>.</param>
/// <param name="Segments">SMS segments that it takes.</param>
/// <param name="Encoding">One of <see cref="Encodings"/>.</param>
internal sealed record Reply(string Author, string Text, int Segments, string Encoding)
{
    /// <summary>To who wants a text sent of which <see cref="Shape"/> makes none.</summary>
    public const string NothingLeft = "Nothing is left of the text once it is made ready for sending.";

    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>The trace of what wrote it, as W3C traceparent; null where nobody traces.</summary>
    public string? Trace { get; init; } = Traces.Current;

    /// <summary>The handoff during which people wrote it.</summary>
    public Guid? HandoffId { get; init; }

    /// <summary>Confirms an opt-out or tells what the keywords are: the one thing that somebody who has opted out may get.</summary>
    public bool IsConsentNotice { get; init; }

    /// <summary>The caller's id of the whole text, on its first part.</summary>
    public string? ClientId { get; init; }

    /// <summary>On the last text: how many characters there were, where only the first <see cref="TextShaper.MaxLength"/> are sent.</summary>
    public int? CutFrom { get; init; }

    /// <summary>What somebody wrote, as the texts to be sent; none when nothing is left to be seen. The bridge writes no markup.</summary>
    /// <param name="number">That it is sent from: on some channels texts have no segments.</param>
    /// <param name="segmentsPerPart">By the number document.</param>
    public static IReadOnlyList<Reply> Shape(string author, string text, string number, int segmentsPerPart)
    {
        var shaped = TextShaper.Shape(
            text,
            author == Messages.Author.Bridge ? TextSource.Literal : TextSource.Agent,
            Channel.Of(number) == ChannelName.Sms ? segmentsPerPart : TextSplitter.AnySegments
        );
        var last = shaped.Parts.Count - 1;
        return shaped
            .Parts.Select(
                (part, i) => new Reply(author, part.Text, part.Segments, part.Encoding) { CutFrom = i == last ? shaped.CutFrom : null }
            )
            .ToList();
    }
}

/// <summary>Puts texts to customers in line, inside the transaction of whoever wants them sent.</summary>
internal sealed class OutboundQueue(IWorkSignal<SendWorker> sender, Leases draw)
{
    // Where nobody sends for the thread, the statement takes the lease and records the first attempt, so that sending starts right after it.
    internal const string Sql = $"""
        with mine as materialized (
            select r.*, row_number() over (partition by r.thread_id order by r.position) = 1 as first
              from unnest(@threads, @leases, @ids, @authors, @texts, @segments, @encodings, @handoffs, @clients, @kinds, @traces)
                   with ordinality as r (thread_id, lease, id, author, text, segments, encoding, handoff_id, client_id, kind, trace, position)
              left join work w on w.thread_id = r.thread_id and w.lease = r.lease
             where w.thread_id is not null or r.lease is null
        ),
        signalled as (
            insert into work (thread_id, kind, due_at, lease, version)
            select thread_id, 'send', now() + @duration, @send_lease, 1 from mine group by thread_id order by thread_id
            {AddWork.Only}
            returning thread_id, version, (xmax = 0 and lease is not null) as leased
        ),
        counted as (
            insert into thread_segments as c (thread_id, day, segments)
            select thread_id, (now() at time zone 'utc')::date, sum(m.segments) from mine m join signalled using (thread_id) group by thread_id
            on conflict (thread_id) do update
               set segments = excluded.segments + case when c.day = excluded.day then c.segments else 0 end, day = excluded.day
            returning thread_id, segments
        ),
        queued as (
            insert into messages (id, thread_id, direction, author, text, segments, encoding, status, pending, attempted_at, handoff_id, client_id, kind,
                                  traceparent)
            select m.id, m.thread_id, 'out', m.author, m.text, m.segments, m.encoding, case when s.leased and m.first then 'sending' else 'queued' end, true,
                   case when s.leased and m.first then now() end, m.handoff_id, m.client_id, m.kind, m.trace
              from mine m join signalled s using (thread_id) order by m.position
        )
        select s.thread_id, m.lease, c.segments, s.version, t.number, t.customer, t.state = 'opted-out'
          from signalled s join counted c using (thread_id) join threads t on t.id = s.thread_id
          join mine m on m.thread_id = s.thread_id and m.first
         where s.leased
        """;

    /// <param name="replies">What to send, by the lease that guards it.</param>
    public QueuedTexts Queue(IReadOnlyList<(Lease Lease, IReadOnlyList<Reply> Replies)> replies) =>
        Queue(replies.SelectMany(r => r.Replies, (r, reply) => new Row(r.Lease.ThreadId, r.Lease.Token, reply)).ToList());

    /// <summary>For a transaction that holds a lock on what allows it to write to this customer.</summary>
    public QueuedTexts Queue(Guid threadId, IReadOnlyList<Reply> replies) =>
        Queue(replies.Select(r => new Row(threadId, null, r)).ToList());

    private QueuedTexts Queue(List<Row> rows)
    {
        var drawn = sender.HasRoom ? draw.Draw(WorkKind.Send) : null;
        var leases = new List<(Lease Lease, UnsentTexts Texts)>();
        var effect = Effect.Of(
            Sql,
            rows,
            (p, items) =>
            {
                p.AddWithValue("threads", items.Select(r => r.ThreadId).ToArray());
                p.AddWithValue("leases", NpgsqlDbType.Array | NpgsqlDbType.Uuid, items.Select(r => r.Lease).ToArray());
                p.AddWithValue("ids", items.Select(r => r.Reply.Id).ToArray());
                p.AddWithValue("authors", items.Select(r => r.Reply.Author).ToArray());
                p.AddWithValue("texts", items.Select(r => r.Reply.Text).ToArray());
                p.AddWithValue("segments", items.Select(r => (short)r.Reply.Segments).ToArray());
                p.AddWithValue("encodings", items.Select(r => r.Reply.Encoding).ToArray());
                p.AddWithValue("handoffs", NpgsqlDbType.Array | NpgsqlDbType.Uuid, items.Select(r => r.Reply.HandoffId).ToArray());
                p.AddWithValue("clients", items.Select(r => r.Reply.ClientId).ToArray());
                p.AddWithValue("kinds", items.Select(r => r.Reply.IsConsentNotice ? OutboundKind.ConsentNotice : null).ToArray());
                p.AddWithValue("traces", items.Select(r => r.Reply.Trace).ToArray());
                p.AddNullable("send_lease", NpgsqlDbType.Uuid, drawn?.Token);
                p.AddWithValue("duration", drawn?.Lasts ?? TimeSpan.Zero);
            },
            row => leases.Add(Leased(new Columns(row), drawn!, rows))
        );
        return new QueuedTexts(effect, leases, sender);
    }

    private static (Lease Lease, UnsentTexts Texts) Leased(Columns row, DrawnLease drawn, List<Row> rows)
    {
        var thread = row.Next<Guid>();
        var holder = row.NextOrNull<Guid>();
        // Whoever has lost the thread may be in the same batch: its replies are not stored, and must not be sent either.
        var replies = rows.Where(r => r.ThreadId == thread && r.Lease == holder).Select(r => r.Reply).ToList();
        var before = row.Next<int>() - replies.Sum(r => r.Segments);
        var texts = new List<OutboundText>();
        foreach (var reply in replies)
        {
            var status = texts.Count == 0 ? OutboundStatus.Sending : OutboundStatus.Queued;
            texts.Add(
                new OutboundText(reply.Id, reply.Text, status)
                {
                    Segments = reply.Segments,
                    SegmentsBefore = before,
                    IsConsentNotice = reply.IsConsentNotice,
                    FromDesk = reply.HandoffId is not null,
                    Trace = reply.Trace,
                }
            );
            before += reply.Segments;
        }

        return (
            drawn.On(thread, row.Next<long>()),
            new UnsentTexts(row.Next<string>(), row.Next<string>(), texts, FirstAttempt: true, row.Next<bool>())
        );
    }

    private sealed record Row(Guid ThreadId, Guid? Lease, Reply Reply);
}

/// <summary>The statement that queues texts, and the leases that it took.</summary>
internal sealed record QueuedTexts(Effect? Effect, List<(Lease Lease, UnsentTexts Texts)> Leases, IWorkSignal<SendWorker> Sender)
{
    /// <summary>Sends what is leased to this process and lets everybody look for the rest; call it after the commit.</summary>
    public void Start()
    {
        Leases.ForEach(l => Sender.Start(l.Lease, (worker, lease, token) => worker.Do(lease, l.Texts, token)));
        if (Effect is not null && Leases.Count == 0)
        {
            Sender.Wake();
        }
    }
}
