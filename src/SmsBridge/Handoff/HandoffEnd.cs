using Npgsql;
using NpgsqlTypes;
using SmsBridge.Queues;
using SmsBridge.Storage;

namespace SmsBridge.Handoff;

/// <summary>Ends the open handoff of a thread: a desk that waits for the thread, or has it, learns that it is over, and the agent that people just had it.</summary>
internal static class HandoffEnd
{
    private const string Sql = """
        update handoffs set state = @outcome, ended_at = now(), end_reason = @reason, expired_at = case when @outcome = 'expired' then now() else expired_at end
         where thread_id = @thread and state in ('waiting', 'accepted') and (@handoff is null or (id = @handoff and state = @state
               and case when @hash is not null then control_hash = @hash and control_until > now()
                        when state = 'waiting' then expired_at is null and pickup_by <= now()
                        else control_until <= now() end))
        returning id
        """;

    private const string ThreadSql = """
        with untimed as (delete from work where thread_id = @thread and kind = 'handoff')
        update threads set next_attributes = coalesce(next_attributes, '{}') || @attributes where id = @thread
        """;

    /// <summary>Within a transaction that has moved the thread already.</summary>
    /// <returns>The handoff; null when none is open, or not the one that the end demands.</returns>
    public static async Task<Guid?> Write(
        NpgsqlConnection connection,
        ThreadEnd end,
        HandoffThread thread,
        CancellationToken cancellationToken
    )
    {
        if (await Ended(connection, end, cancellationToken) is not { } handoff)
        {
            return null;
        }

        await using (var next = new NpgsqlCommand(ThreadSql, connection))
        {
            next.Parameters.AddWithValue("thread", thread.Id);
            next.Parameters.AddWithValue("attributes", NpgsqlDbType.Jsonb, Told(handoff, end, thread));
            await next.ExecuteNonQueryAsync(cancellationToken);
        }

        return handoff;
    }

    /// <summary>For the desk.</summary>
    public static HandoffEvent Event(ThreadEnd end, HandoffThread thread, Guid handoff) =>
        end.Outcome == HandoffState.Expired
            ? HandoffEvent.Of(thread, handoff, HandoffEventType.Expired, json => json.WriteBoolean("held", false))
            : HandoffEvent.Of(thread, handoff, HandoffEventType.Released, json => json.WriteString("reason", end.Reason));

    private static async Task<Guid?> Ended(NpgsqlConnection connection, ThreadEnd end, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("thread", end.ThreadId);
        command.Parameters.AddWithValue("outcome", end.Outcome);
        command.Parameters.AddWithValue("reason", end.Reason);
        command.Parameters.AddNullable("handoff", NpgsqlDbType.Uuid, end.Handoff?.Id);
        command.Parameters.AddNullable("state", NpgsqlDbType.Text, end.Handoff?.State);
        command.Parameters.AddNullable("hash", NpgsqlDbType.Bytea, end.Handoff?.ControlHash);
        return (Guid?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>For <c>integration_attributes</c> of the next create.</summary>
    private static string Told(Guid handoff, ThreadEnd end, HandoffThread thread) =>
        CloudEvents.Write(json =>
        {
            json.WriteString("last_handoff_id", handoff);
            json.WriteString("last_handoff_reason", end.Reason);
            json.WriteString("last_handoff_outcome", end.Outcome);
            json.WriteString("last_handoff_at", thread.Now.UtcDateTime);
        });
}
