using Npgsql;
using NpgsqlTypes;
using SmsBridge.Handoff;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Queues;
using SmsBridge.Shaping;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Writes turn results. Those that come together share one transaction; each is guarded by its own lease.</summary>
internal sealed class TurnStore
{
    internal const string TextsSql = """
        with mine as materialized (
            select f.* from unnest(@threads, @leases, @ids, @statuses, @outcomes, @turns, @conversations, @asks, @correlations, @times, @errors,
                                       @kinds, @reasons)
                   as f (thread_id, lease, id, status, outcome, turn_id, conversation_id, asks, correlation_id, agent_ms, error, kind, reason)
              join work w on w.thread_id = f.thread_id and w.lease = f.lease
        ),
        turned as (
            insert into turns (id, thread_id, conversation_id, outcome, asks, correlation_id, agent_ms, error)
            select distinct on (turn_id) turn_id, thread_id, conversation_id, outcome, asks, correlation_id, agent_ms, error from mine
        )
        update messages m set status = mine.status, pending = false, turn_id = mine.turn_id, kind = mine.kind, reason = mine.reason
          from mine where m.id = mine.id
        """;

    private static readonly TimeSpan TryEvery = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource database;
    private readonly TimeProvider time;
    private readonly ILogger<TurnStore> log;
    private readonly OutboundQueue outbound;
    private readonly IWorkSignal<Publisher> publisher;
    private readonly Batcher<TurnResult, WorkWritten> batcher;

    public TurnStore(
        NpgsqlDataSource database,
        OutboundQueue outbound,
        IWorkSignal<Publisher> publisher,
        TimeProvider time,
        ILogger<TurnStore> log
    )
    {
        this.database = database;
        this.time = time;
        this.log = log;
        this.outbound = outbound;
        this.publisher = publisher;
        batcher = new(WriteBatch);
    }

    /// <summary>While Postgres is away the result is kept here: given back, the turn would have to be asked again. The lease still guards it.</summary>
    public async Task<WorkWritten> Write(TurnResult result, CancellationToken cancellationToken)
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

    private async Task<WorkWritten[]> WriteBatch(IReadOnlyList<TurnResult> results)
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
                sends.Effect,
                Handoffs.Begin(results.Where(r => r.Handoff is not null).Select(r => (r.Lease, r.Handoff!)).ToList()),
                EventOutbox.Held(events),
                Effect.Of(ThreadBlocks.Sql, results.Where(r => r.BlockedUntil is not null).ToList(), ThreadBlocks.Bind),
                Effect.Of(Conversations.CloseSql, closed, BindClose),
                Effect.Of(
                    Failures.Sql,
                    failed,
                    (p, items) => Failures.Bind(p, items.Select(t => (t.Result.Lease, t.Text.Id, t.Why, t.Result.Lease.Attempts)).ToList())
                ),
                work.Settle(results, r => r.Lease, r => r.Last, r => r.AsksAfter),
            ]
        );
        cut.ForEach(r => log.ReplyCut(r.Lease.ThreadId, r.Replies[^1].CutFrom!.Value, TextShaper.MaxLength));
        sends.Start();
        if (events.Count > 0)
        {
            publisher.Wake();
        }

        return results.Select(r => work.Written(r.Lease, r.Last, r.AsksAfter)).ToArray();
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
    }

    private static void BindClose(NpgsqlParameterCollection p, IReadOnlyCollection<TurnResult> items)
    {
        Leases(p, items);
        p.AddWithValue("ids", items.Select(r => r.Close!.Id).ToArray());
        p.AddWithValue("reasons", items.Select(r => r.Close!.Reason).ToArray());
        p.AddWithValue("states", items.Select(r => r.Close!.NewState).ToArray());
    }
}
