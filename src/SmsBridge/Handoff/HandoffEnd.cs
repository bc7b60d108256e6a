using Npgsql;
using NpgsqlTypes;
using SmsBridge.Queues;

namespace SmsBridge.Handoff;

/// <summary>Ends the open handoff of a thread: a desk that waits for the thread, or has it, learns that it is over, and the agent that people just had it.</summary>
internal static class HandoffEnd
{
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
        if (await Handoffs.End(connection, end, cancellationToken) is not { } handoff)
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
        end.Step == HandoffStep.Expire
            ? HandoffEvent.Of(thread, handoff, HandoffEventType.Expired, json => json.WriteBoolean("held", false))
            : HandoffEvent.Of(thread, handoff, HandoffEventType.Released, json => json.WriteString("reason", end.Reason));

    /// <summary>For <c>integration_attributes</c> of the next create.</summary>
    private static string Told(Guid handoff, ThreadEnd end, HandoffThread thread) =>
        CloudEvents.Write(json =>
        {
            json.WriteString("last_handoff_id", handoff);
            json.WriteString("last_handoff_reason", end.Reason);
            json.WriteString("last_handoff_outcome", end.Step.To);
            json.WriteString("last_handoff_at", thread.Now.UtcDateTime);
        });
}
