using Npgsql;
using NpgsqlTypes;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

/// <summary>The agent passed a thread to people.</summary>
/// <param name="Queues">Every target; the first is the one that the data names.</param>
/// <param name="Data">The <c>data</c> of the requested event, with the agent's object whole.</param>
/// <param name="PickupDeadline">How long people have to accept.</param>
internal sealed record NewHandoff(
    Guid Id,
    Guid ConversationId,
    IReadOnlyList<string> Queues,
    string Data,
    TimeSpan PickupDeadline,
    HandoffEvent Requested
);

/// <summary>
/// Statements and rows of the table <c>handoffs</c>: one for each <see cref="HandoffStep"/>, within the transaction of whoever takes the step. The event
/// that tells of it is added to the outbox by the same transaction, at its end.
/// </summary>
internal static class Handoffs
{
    // A conversation that was closed meanwhile hands nothing over any more: then the thread does not move, and nothing is inserted.
    private const string BeginSql = $"""
        with mine as materialized (
            select h.* from unnest(@threads, @leases, @ids, @conversations, @queues, @data, @deadlines)
                   as h (thread_id, lease, id, conversation_id, queues, data, deadline)
              join work w on w.thread_id = h.thread_id and w.lease = h.lease
        ),
        moved as (
            update threads t set state = 'handover' from mine where t.id = mine.thread_id and t.conversation_id = mine.conversation_id
            returning t.id
        ),
        timed as (
            insert into work (thread_id, kind, due_at, version)
            select moved.id, 'handoff', now() + mine.deadline, 1 from mine join moved on moved.id = mine.thread_id order by moved.id
            {AddWork.AndRetime}
        )
        insert into handoffs (id, thread_id, conversation_id, state, queue, queues, data, pickup_by)
        select mine.id, mine.thread_id, mine.conversation_id, @to, split_part(mine.queues, ',', 1), string_to_array(mine.queues, ','),
               mine.data::json, now() + mine.deadline
          from mine join moved on moved.id = mine.thread_id
        """;

    // From now on the timer watches over people who leave. Without a row nothing may stay written: the thread may have moved while its handoff ended.
    private const string AcceptSql = $"""
        with thread as (
            update threads t set state = 'live-agent' from handoffs h
             where h.id = @handoff and h.state = any(@from) and t.id = h.thread_id and t.state in ('handover', 'live-agent')
            returning t.id, t.number, t.customer
        ),
        accepted as (
            update handoffs h
               set state = @to, accepted_at = now(), accepted_by = @by, control_hash = @hash, control_until = now() + @control_for
              from thread where h.id = @handoff and h.thread_id = thread.id and h.state = any(@from)
            returning h.thread_id, h.control_until
        ),
        timed as (
            insert into work (thread_id, kind, due_at, version) select thread_id, 'handoff', control_until, 1 from accepted
            {AddWork.AndRetime}
        )
        select thread.id, thread.number, thread.customer, now(), accepted.control_until
          from thread join accepted on accepted.thread_id = thread.id
        """;

    private const string LengthenSql = """
        update handoffs set state = @to, control_until = now() + @control_for where id = @handoff and thread_id = @thread and state = any(@from)
        """;

    private const string HoldSql = """
        update handoffs h set state = @to, expired_at = now() from threads t
         where h.id = @handoff and h.thread_id = @thread and h.state = any(@from) and h.expired_at is null and h.pickup_by <= now() and t.id = h.thread_id
        returning t.id, t.number, t.customer, now()
        """;

    private const string EndSql = """
        update handoffs set state = @to, ended_at = now(), end_reason = @reason, expired_at = case when @to = 'expired' then now() else expired_at end
         where thread_id = @thread and state = any(@from) and (@handoff is null or (id = @handoff and state = @state
               and case when @hash is not null then control_hash = @hash and control_until > now()
                        when state = 'waiting' then expired_at is null and pickup_by <= now()
                        else control_until <= now() end))
        returning id
        """;

    /// <summary>Those of threads whose lease is still held.</summary>
    public static Effect? Begin(IReadOnlyCollection<(Lease Lease, NewHandoff Handoff)> begun) =>
        Effect.Of(
            BeginSql,
            begun,
            (p, items) =>
            {
                p.AddLeases(items.Select(b => b.Lease).ToList());
                p.AddWithValue("ids", items.Select(b => b.Handoff.Id).ToArray());
                p.AddWithValue("conversations", items.Select(b => b.Handoff.ConversationId).ToArray());
                p.AddWithValue("queues", items.Select(b => string.Join(',', b.Handoff.Queues)).ToArray());
                p.AddWithValue("deadlines", items.Select(b => b.Handoff.PickupDeadline).ToArray());
                p.AddWithValue("data", items.Select(b => b.Handoff.Data).ToArray());
                p.AddWithValue("to", HandoffStep.Begin.To);
            }
        );

    /// <param name="hash">Of the control token from now on.</param>
    /// <returns>Null: there is no such handoff, or it is over.</returns>
    public static async Task<(HandoffThread Thread, DateTimeOffset Until)?> Accept(
        NpgsqlConnection connection,
        Guid handoffId,
        string? acceptedBy,
        byte[] hash,
        TimeSpan controlFor,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(connection, AcceptSql, HandoffStep.Accept);
        command.Parameters.AddWithValue("handoff", handoffId);
        command.Parameters.AddNullable("by", NpgsqlDbType.Text, acceptedBy);
        command.Parameters.AddWithValue("hash", hash);
        command.Parameters.AddWithValue("control_for", controlFor);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? (Thread(row), row.GetFieldValue<DateTimeOffset>(4)) : null;
    }

    /// <summary>For a transaction that has locked the handoff and seen who has control of it.</summary>
    public static async Task Lengthen(
        NpgsqlConnection connection,
        Guid handoffId,
        Guid threadId,
        TimeSpan controlFor,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(connection, LengthenSql, HandoffStep.Lengthen);
        command.Parameters.AddWithValue("handoff", handoffId);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.AddWithValue("control_for", controlFor);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>Null: its deadline has not passed or was told already, or somebody accepted or ended it.</returns>
    public static async Task<HandoffThread?> Hold(
        NpgsqlConnection connection,
        Guid handoffId,
        Guid threadId,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(connection, HoldSql, HandoffStep.Hold);
        command.Parameters.AddWithValue("handoff", handoffId);
        command.Parameters.AddWithValue("thread", threadId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? Thread(row) : null;
    }

    /// <returns>The handoff; null when none is open, or not the one that the end demands.</returns>
    public static async Task<Guid?> End(NpgsqlConnection connection, ThreadEnd end, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, EndSql, end.Step);
        command.Parameters.AddWithValue("thread", end.ThreadId);
        command.Parameters.AddWithValue("reason", end.Reason);
        command.Parameters.AddNullable("handoff", NpgsqlDbType.Uuid, end.Handoff?.Id);
        command.Parameters.AddNullable("state", NpgsqlDbType.Text, end.Handoff?.State);
        command.Parameters.AddNullable("hash", NpgsqlDbType.Bytea, end.Handoff?.ControlHash);
        return (Guid?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, HandoffStep step)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("from", step.From.ToArray());
        command.Parameters.AddWithValue("to", step.To);
        return command;
    }

    private static HandoffThread Thread(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3));
}
