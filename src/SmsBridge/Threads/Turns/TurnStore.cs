using Npgsql;
using NpgsqlTypes;
using SmsBridge.Handoff;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Queues;
using SmsBridge.Shaping;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>What became of a turn's lease in a write.</summary>
/// <param name="IsHeld">False: somebody else has the thread by now, and nothing was written.</param>
/// <param name="Next">For what remains to be done; null when all is done.</param>
internal readonly record struct TurnWritten(bool IsHeld, HeldTurn? Next)
{
    public static TurnWritten Lost => default;

    /// <summary>Where the turn goes on, its asking is counted; else that of the next turn is not yet.</summary>
    public static TurnWritten Of(WorkWritten written, TurnResult result) =>
        new(
            written.Held,
            written.Next is { } next ? new HeldTurn(next, Math.Max(result.AsksAfter, 1), AskRecorded: result.AsksAfter > 0) : null
        );
}

/// <summary>Writes turn results. Those that come together share one transaction; each is guarded by its own lease.</summary>
internal sealed class TurnStore
{
    internal const string TextsSql = """
        with mine as materialized (
            select f.* from unnest(@threads, @leases, @ids, @statuses, @outcomes, @turns, @conversations, @asks, @correlations, @times, @errors,
                                       @kinds, @reasons, @asked_in)
                   as f (thread_id, lease, id, status, outcome, turn_id, conversation_id, asks, correlation_id, agent_ms, error, kind, reason,
                         asked_in)
              join work w on w.thread_id = f.thread_id and w.lease = f.lease
        ),
        turned as (
            insert into turns (id, thread_id, conversation_id, outcome, asks, correlation_id, agent_ms, error)
            select distinct on (turn_id) turn_id, thread_id, conversation_id, outcome, asks, correlation_id, agent_ms, error from mine
        )
        update messages m set status = mine.status, pending = false, turn_id = mine.turn_id, kind = mine.kind, reason = mine.reason,
               asked_in = mine.asked_in
          from mine where m.id = mine.id
        """;

    private const string AnswerSql = """
        with answered as (
            update messages m set status = 'answered', asked_in = null
              from unnest(@threads, @leases, @conversations) as a (thread_id, lease, conversation_id)
              left join work w on w.thread_id = a.thread_id and w.lease = a.lease
             where (a.lease is null or w.thread_id is not null) and m.asked_in = a.conversation_id and m.thread_id = a.thread_id
            returning m.turn_id
        )
        update turns set outcome = 'answered' where id in (select turn_id from answered) and outcome = 'asked'
        """;

    private const string AskSql = """
        with asked as (
            update work set asks = @asks where thread_id = @thread and lease = @lease returning thread_id
        ),
        marked as (
            update messages m set attempted_at = now() from asked where m.id = any(@texts)
        )
        select count(*) from asked
        """;

    // After the work was settled, which forgets how often the agent was asked.
    private const string AsksSql = """
        update work w set asks = a.asks from unnest(@threads, @leases, @asks) as a (thread_id, lease, asks)
         where w.thread_id = a.thread_id and w.lease = a.lease
        """;

    private const string BlockSql = """
        update threads t set blocked_until = b.until
          from unnest(@threads, @leases, @untils) as b (thread_id, lease, until)
          join work w on w.thread_id = b.thread_id and w.lease = b.lease
         where t.id = b.thread_id
        """;

    private static readonly TimeSpan TryEvery = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource database;
    private readonly TimeProvider time;
    private readonly ILogger<TurnStore> log;
    private readonly OutboundQueue outbound;
    private readonly IWorkSignal<Publisher> publisher;
    private readonly WorkTable table;
    private readonly Batcher<TurnResult, TurnWritten> batcher;

    public TurnStore(
        NpgsqlDataSource database,
        OutboundQueue outbound,
        IWorkSignal<Publisher> publisher,
        WorkTable table,
        TimeProvider time,
        ILogger<TurnStore> log
    )
    {
        this.database = database;
        this.time = time;
        this.log = log;
        this.outbound = outbound;
        this.publisher = publisher;
        this.table = table;
        batcher = new(WriteBatch);
    }

    /// <summary>While Postgres is away the result is kept here: given back, the turn would have to be asked again. The lease still guards it.</summary>
    public async Task<TurnWritten> Write(TurnResult result, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await batcher.Write(result);
            }
            catch (NpgsqlException error) when (error.IsTransient && !cancellationToken.IsCancellationRequested)
            {
                if (tries == 0)
                {
                    log.ResultKept(result.Lease.ThreadId, error.Message);
                }

                await Task.Delay(TryEvery, time, cancellationToken);
            }
        }
    }

    /// <summary>Records that the agent is about to be asked; should this process die now, the next one knows that it may have been, and what.</summary>
    /// <returns>False: somebody else has the thread by now.</returns>
    public async Task<bool> RecordAsk(HeldTurn held, IReadOnlyList<WaitingText> texts, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(AskSql);
        command.Parameters.AddWithValue("asks", held.Asks);
        command.Parameters.AddWithValue("thread", held.Lease.ThreadId);
        command.Parameters.AddWithValue("lease", held.Lease.Token);
        command.Parameters.AddWithValue("texts", texts.Count > 1 ? texts.Where(t => !t.Asked).Select(t => t.Id).ToArray() : []);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! > 0;
    }

    /// <summary>Gives the turn back until later.</summary>
    /// <param name="asks">How often the agent may have been asked by now.</param>
    public Task Postpone(HeldTurn held, TimeSpan after, int attempts, int asks, Failure? why) =>
        table.Postpone(held.Lease, after, attempts, why, Effect.Of(AsksSql, [(held.Lease, asks)], BindAsks));

    /// <summary>Texts that were asked earlier are answered now.</summary>
    /// <param name="answers">The thread, the lease that guards it (null: a lock on the thread does), and the conversation.</param>
    public static Effect? Answer(IReadOnlyCollection<(Guid Thread, Guid? Lease, Guid Conversation)> answers) =>
        Effect.Of(
            AnswerSql,
            answers,
            (p, items) =>
            {
                p.AddWithValue("threads", items.Select(a => a.Thread).ToArray());
                p.AddWithValue("leases", NpgsqlDbType.Array | NpgsqlDbType.Uuid, items.Select(a => a.Lease).ToArray());
                p.AddWithValue("conversations", items.Select(a => a.Conversation).ToArray());
            }
        );

    private async Task<TurnWritten[]> WriteBatch(IReadOnlyList<TurnResult> results)
    {
        var work = new HeldWork();
        var sends = outbound.Queue(results.Where(r => r.Replies.Count > 0).Select(r => (r.Lease, r.Replies)).ToList());
        var replaced = results.Where(r => r.Open is not null).ToList();
        var texts = results.SelectMany(r => r.Texts, (r, text) => (Result: r, Text: text)).ToList();
        var closed = results.Where(r => r.Close is not null).ToList();
        var events = results.Where(r => r.Event is not null).Select(r => (r.Lease, r.Event!)).ToList();
        var cut = results.Where(r => r.Replies.Count > 0 && r.Replies[^1].CutFrom is not null).ToList();
        var failed = texts
            .Where(t => t.Result.Failure is not null)
            .Select(t => (t.Result, t.Text, Why: t.Result.Failure!))
            .Concat(cut.Where(r => r.Texts.Count > 0).Select(r => (Result: r, Text: r.Texts[^1], Why: TooLong(r))))
            .ToList();
        await Effect.Run(
            database,
            [
                work.Hold(results.Select(r => r.Lease).ToList()),
                Effect.Of(Conversations.OpenSql, replaced, BindOpen),
                Effect.Of(TextsSql, texts, BindTexts),
                Answer([
                    .. results.Where(r => r.Answers is not null).Select(r => (r.Lease.ThreadId, (Guid?)r.Lease.Token, r.Answers!.Value)),
                ]),
                sends.Effect,
                Handoffs.Begin(results.Where(r => r.Handoff is not null).Select(r => (r.Lease, r.Handoff!)).ToList()),
                EventOutbox.Held(events),
                Effect.Of(BlockSql, results.Where(r => r.BlockedUntil is not null).ToList(), BindBlocks),
                Effect.Of(Conversations.CloseSql, closed, BindClose),
                Effect.Of(
                    Failures.Sql,
                    failed,
                    (p, items) => Failures.Bind(p, items.Select(t => (t.Result.Lease, t.Text.Id, t.Why, t.Result.Lease.Attempts)).ToList())
                ),
                work.Settle(results, r => r.Lease, r => r.Last),
                Effect.Of(AsksSql, results.Where(r => r.AsksAfter > 0).Select(r => (r.Lease, r.AsksAfter)).ToList(), BindAsks),
            ]
        );
        cut.ForEach(r => log.ReplyCut(r.Lease.ThreadId, r.Replies[^1].CutFrom!.Value, TextShaper.MaxLength));
        sends.Start();
        if (events.Count > 0)
        {
            publisher.Wake();
        }

        return results.Select(r => TurnWritten.Of(work.Written(r.Lease, r.Last), r)).ToArray();
    }

    /// <summary>The texts are answered all the same, and a replay changes nothing in that.</summary>
    private static Failure TooLong(TurnResult result) =>
        new(
            FailureCategory.Withheld,
            $"the agent's reply had {result.Replies[^1].CutFrom} characters; only the first {TextShaper.MaxLength} were sent"
        );

    private static void Leases(NpgsqlParameterCollection p, IReadOnlyCollection<TurnResult> items)
    {
        p.AddLeases(items.Select(r => r.Lease).ToList());
    }

    private static void BindOpen(NpgsqlParameterCollection p, IReadOnlyCollection<TurnResult> items)
    {
        Leases(p, items);
        p.AddWithValue("ids", items.Select(r => r.Open!.Conversation.Id).ToArray());
        p.AddWithValue("chat_ids", items.Select(r => r.Open!.Conversation.ChatConversationId).ToArray());
        p.AddWithValue("agents", items.Select(r => r.Open!.Conversation.Agent).ToArray());
        p.AddWithValue("variants", items.Select(r => r.Open!.Conversation.Settings.VariantId).ToArray());
        p.AddWithValue("attributes", items.Select(r => r.Open!.Attributes).ToArray());
        p.AddWithValue("settings", items.Select(r => NumberJson.Write(r.Open!.Conversation.Settings)).ToArray());
        p.AddWithValue("idle_after", items.Select(r => r.Open!.Conversation.Settings.IdleTimeout).ToArray());
    }

    private static void BindTexts(NpgsqlParameterCollection p, IReadOnlyCollection<(TurnResult Result, FinishedText Text)> items)
    {
        p.AddLeases(items.Select(t => t.Result.Lease).ToList());
        p.AddWithValue("ids", items.Select(t => t.Text.Id).ToArray());
        p.AddWithValue("statuses", items.Select(t => t.Text.Status).ToArray());
        p.AddWithValue("outcomes", items.Select(t => t.Text.Outcome).ToArray());
        p.AddWithValue("turns", items.Select(t => t.Text.TurnId).ToArray());
        p.AddWithValue("conversations", NpgsqlDbType.Array | NpgsqlDbType.Uuid, items.Select(t => t.Text.ConversationId).ToArray());
        p.AddWithValue("asks", items.Select(t => t.Text.Asks).ToArray());
        p.AddWithValue("correlations", items.Select(t => t.Text.CorrelationId).ToArray());
        p.AddWithValue("times", items.Select(t => (int)t.Text.AgentTime.TotalMilliseconds).ToArray());
        p.AddWithValue("errors", items.Select(t => t.Result.Failure?.Reason).ToArray());
        p.AddWithValue("kinds", items.Select(t => t.Text.Kind).ToArray());
        p.AddWithValue("reasons", items.Select(t => t.Text.Reason).ToArray());
        p.AddWithValue("asked_in", NpgsqlDbType.Array | NpgsqlDbType.Uuid, items.Select(t => t.Text.AskedIn).ToArray());
    }

    private static void BindAsks(NpgsqlParameterCollection p, IReadOnlyCollection<(Lease Lease, int Asks)> items)
    {
        p.AddLeases(items.Select(i => i.Lease).ToList());
        p.AddWithValue("asks", items.Select(i => i.Asks).ToArray());
    }

    private static void BindBlocks(NpgsqlParameterCollection p, IReadOnlyCollection<TurnResult> items)
    {
        Leases(p, items);
        p.AddWithValue("untils", items.Select(r => r.BlockedUntil!.Value.ToUniversalTime()).ToArray());
    }

    private static void BindClose(NpgsqlParameterCollection p, IReadOnlyCollection<TurnResult> items)
    {
        Leases(p, items);
        p.AddWithValue("ids", items.Select(r => r.Close!.Id).ToArray());
        p.AddWithValue("reasons", items.Select(r => r.Close!.Reason).ToArray());
        p.AddWithValue("states", items.Select(r => r.Close!.NewState).ToArray());
    }
}
