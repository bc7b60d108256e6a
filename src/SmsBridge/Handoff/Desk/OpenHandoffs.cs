using Npgsql;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Handoff.Desk;

/// <summary>An open handoff and its time.</summary>
/// <param name="Left">Until nobody waits any more, or people count as gone; null: its time is not watched.</param>
/// <param name="Settings">The number document of the conversation that it came from.</param>
/// <param name="Number">That the customer texted, with its channel.</param>
internal sealed record TimedHandoff(Guid Id, Guid ThreadId, string State, TimeSpan? Left, NumberDocument Settings, string Number);

/// <summary>What the timer reads and writes.</summary>
internal sealed class OpenHandoffs(NpgsqlDataSource database, OutboundQueue outbound, IWorkSignal<Publisher> publisher)
{
    // One that waits on after its deadline, and one of a version without deadlines, are not watched.
    private const string ReadSql = """
        select h.id, h.state, case when h.state = 'accepted' then h.control_until when h.expired_at is null then h.pickup_by end - now(), c.settings,
               t.number
          from handoffs h join conversations c on c.id = h.conversation_id and c.thread_id = h.thread_id join threads t on t.id = h.thread_id
         where h.thread_id = @thread and h.state in ('waiting', 'accepted') order by h.requested_at desc limit 1
        """;

    /// <summary>Null: none is open.</summary>
    public async Task<TimedHandoff?> Read(Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReadSql);
        command.Parameters.AddWithValue("thread", threadId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new TimedHandoff(
                row.GetGuid(0),
                threadId,
                row.GetString(1),
                row.IsDBNull(2) ? null : row.GetTimeSpan(2),
                NumberJson.Read(row.GetString(3)),
                row.GetString(4)
            )
            : null;
    }

    /// <summary>Past its deadline the handoff waits on: the customer is told once, the desk too.</summary>
    /// <returns>False: somebody accepted or ended it a moment ago.</returns>
    public async Task<bool> Hold(TimedHandoff handoff, IReadOnlyList<Reply> texts, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await Handoffs.Hold(connection, handoff.Id, handoff.ThreadId, cancellationToken) is not { } thread)
        {
            return false;
        }

        var sends = outbound.Queue(handoff.ThreadId, texts);
        await Effect.Run(connection, [sends.Effect]);
        var expired = HandoffEvent.Of(thread, handoff.Id, HandoffEventType.Expired, json => json.WriteBoolean("held", true));
        await EventOutbox.Add(connection, [expired]);
        await transaction.CommitAsync(cancellationToken);
        sends.Start();
        publisher.Wake();
        return true;
    }
}
