using Npgsql;
using NpgsqlTypes;
using SmsBridge.Messages;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>What became of one text, and which one comes next.</summary>
/// <param name="Status">The status to move to, unless a callback has moved it further already.</param>
/// <param name="Next">The text whose attempt begins with this write.</param>
/// <param name="Failure">Set when it was given up.</param>
internal sealed record SendResult(Lease Lease, Guid MessageId, string Status, string? ProviderSid, Guid? Next, Failure? Failure = null)
{
    public bool Last => Next is null;

    /// <summary>People wrote it, and the desk hears what becomes of it.</summary>
    public bool FromDesk { get; init; }

    /// <summary>Why it was not sent, where that is no failure.</summary>
    public string? Why { get; init; }

    public int? ErrorCode => int.TryParse(Failure?.Code, out var code) ? code : null;
}

/// <summary>Records attempts to send and what came of them. Results that come together share one transaction; each is guarded by its own lease.</summary>
internal sealed class SendStore
{
    // Callbacks may have come before: a status moves forward only. An id that another message of the thread has already is not this one's: without the
    // look, the index on ids would refuse the whole batch, and the text would be sent again. They lock messages in the order of ids, and so does this. The statement also begins the attempt of the text that comes next.
    internal const string MoveSql =
        """
            with mine as materialized (
                select s.* from unnest(@threads, @leases, @ids, @statuses, @sids, @nexts, @codes, @errors)
                       as s (thread_id, lease, id, status, sid, next, code, error)
                  join work w on w.thread_id = s.thread_id and w.lease = s.lease
            ),
            locked as materialized (
                select m.id, m.thread_id, m.status from mine
                  cross join lateral (values (mine.id), (mine.next)) as touched (id)
                  join messages m on m.id = touched.id
                 order by m.id for update of m
            ),
            begun as (
                update messages m set status = 'sending', attempted_at = now()
                  from mine join locked on locked.id = mine.next and locked.thread_id = mine.thread_id
                 where m.id = locked.id and m.status = 'queued'
            ),
            moved as (
                update messages m
                   set status = case when delivery_rank(m.status) < delivery_rank(mine.status) then mine.status else m.status end,
                       provider_sid = coalesce(m.provider_sid, case when not exists (
                           select 1 from messages o where o.provider_sid = mine.sid and o.thread_id = m.thread_id and o.id <> m.id) then mine.sid end),
                       pending = false, error_code = coalesce(mine.code, m.error_code), error_text = coalesce(mine.error, m.error_text)
                  from mine join locked on locked.id = mine.id and locked.thread_id = mine.thread_id
                 where m.id = locked.id
                returning m.thread_id, m.id, m.handoff_id, locked.status as before, m.status, m.error_code, m.error_text, m.traceparent
            )
            """ + DeliveryEvents.Sql;

    private const string BeginSql = """
        update messages m set status = 'sending', attempted_at = now()
          from work w
         where m.id = @id and m.pending and m.status in ('queued', 'sending', 'unknown')
           and m.thread_id = w.thread_id and w.thread_id = @thread and w.lease = @lease
        """;

    private const string LeaveSql = """
        update messages m set status = @status
          from work w
         where m.id = @id and m.pending and m.status in ('queued', 'sending', 'unknown')
           and m.thread_id = w.thread_id and w.thread_id = @thread and w.lease = @lease
        """;

    // In the transaction that learns of it, so that it is recorded whatever happens to this process.
    private const string OptOutSql = $"""
        insert into work (thread_id, kind, due_at, version)
        select w.thread_id, 'opt-out', now(), 1 from unnest(@threads, @leases) as h (thread_id, lease)
          join work w on w.thread_id = h.thread_id and w.lease = h.lease order by w.thread_id
        {AddWork.Only}
        """;

    private readonly NpgsqlDataSource database;
    private readonly WorkTable table;
    private readonly Batcher<SendResult, WorkWritten> batcher;

    public SendStore(NpgsqlDataSource database, WorkTable table)
    {
        (this.database, this.table) = (database, table);
        batcher = new(WriteBatch);
    }

    public Task<WorkWritten> Write(SendResult result) => batcher.Write(result);

    /// <summary>Records that an attempt begins.</summary>
    /// <returns>False: somebody else has the thread by now.</returns>
    public async Task<bool> Begin(Lease lease, Guid messageId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(BeginSql);
        BindAttempt(command.Parameters, lease, messageId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Gives the thread back until later, with what the attempt leaves behind.</summary>
    /// <returns>False when the failure's category says that waiting does not help.</returns>
    public async Task<bool> TryPostpone(Lease lease, OutboundText text, Failure failure)
    {
        var decision = Retry.Decide(failure, lease.Attempts, Random.Shared.NextDouble());
        if (decision.After is not { } after)
        {
            return false;
        }

        // An attempt that was surely not carried out leaves the text as it was.
        var status = failure.Category == FailureCategory.UnknownOutcome ? OutboundStatus.Unknown : OutboundStatus.Queued;
        var leave = Effect.Of(
            LeaveSql,
            [text.Id],
            (p, _) =>
            {
                BindAttempt(p, lease, text.Id);
                p.AddWithValue("status", status);
            }
        );
        await table.Postpone(lease, after, decision.Attempts(lease.Attempts), failure, leave);
        return true;
    }

    private static void BindAttempt(NpgsqlParameterCollection p, Lease lease, Guid messageId)
    {
        p.AddWithValue("id", messageId);
        p.AddWithValue("thread", lease.ThreadId);
        p.AddWithValue("lease", lease.Token);
    }

    private async Task<WorkWritten[]> WriteBatch(IReadOnlyList<SendResult> results)
    {
        var work = new HeldWork();
        var failed = results.Where(r => r.Failure is { Category: not FailureCategory.Withheld }).ToList();
        var told = new List<HandoffEvent>();
        Effect?[] effects =
        [
            work.Hold(results.Select(r => r.Lease).ToList()),
            Effect.Of(MoveSql, results, BindMove, row => told.Add(DeliveryEvents.Read(row))),
            Effect.Of(OptOutSql, results.Where(r => r.Failure?.Category == FailureCategory.OptedOut).ToList(), Leases),
            Effect.Of(
                Failures.Sql,
                failed,
                (p, items) => Failures.Bind(p, items.Select(r => (r.Lease, r.MessageId, r.Failure!, r.Lease.Attempts)).ToList())
            ),
            work.Settle(results, r => r.Lease, r => r.Last),
        ];
        if (results.Any(r => r.FromDesk))
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await Effect.Run(connection, effects);
            await EventOutbox.Add(connection, told);
            await transaction.CommitAsync();
        }
        else
        {
            // One round trip, which is also the transaction.
            await Effect.Run(database, effects);
        }

        return results.Select(r => work.Written(r.Lease, r.Last)).ToArray();
    }

    private static void Leases(NpgsqlParameterCollection p, IReadOnlyCollection<SendResult> items)
    {
        p.AddLeases(items.Select(r => r.Lease).ToList());
    }

    private static void BindMove(NpgsqlParameterCollection p, IReadOnlyCollection<SendResult> items)
    {
        Leases(p, items);
        p.AddWithValue("ids", items.Select(r => r.MessageId).ToArray());
        p.AddWithValue("statuses", items.Select(r => r.Status).ToArray());
        p.AddWithValue("sids", items.Select(r => r.ProviderSid).ToArray());
        p.AddWithValue("nexts", NpgsqlDbType.Array | NpgsqlDbType.Uuid, items.Select(r => r.Next).ToArray());
        p.AddWithValue("codes", NpgsqlDbType.Array | NpgsqlDbType.Integer, items.Select(r => r.ErrorCode).ToArray());
        p.AddWithValue("errors", items.Select(r => r.Failure?.Reason ?? r.Why).ToArray());
    }
}
