using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Storage;

namespace SmsBridge.Threads;

/// <summary>Tells a silent customer that the conversation is about to be closed, once for each silence.</summary>
internal sealed class IdleWarning(NpgsqlDataSource database, OutboundQueue outbound)
{
    // The thread's row decides between the warning and a text that comes at the same moment. While a turn runs or waits, nobody is silent; and
    // without one nobody else who writes to this thread holds the rows that are locked next.
    private const string Sql = """
        with silent as materialized (
            select t.id, t.conversation_id, t.last_text_at from threads t
             where t.id = @thread and t.state = 'agent' and t.last_text_at <= now() - @silent_for
               and not exists (select 1 from work w where w.thread_id = t.id and w.kind = 'turn')
               for update
        )
        update conversations c set warned_at = now(), warned_for = silent.last_text_at from silent
         where c.id = silent.conversation_id and c.thread_id = silent.id and c.closed_at is null
           and c.warned_for is distinct from silent.last_text_at
        """;

    /// <param name="address">Of the number, with its channel.</param>
    /// <returns>False when the customer was warned before or is silent no more: then nothing is sent.</returns>
    public async Task<bool> Send(Guid threadId, string address, NumberDocument number, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.AddWithValue("silent_for", number.IdleTimeout);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return false;
        }

        var sends = outbound.Queue(threadId, Reply.Shape(Author.Bridge, number.IdleWarning!, address, number.SegmentsPerPart));
        await Effect.Run(connection, [sends.Effect]);
        await transaction.CommitAsync(cancellationToken);
        sends.Start();
        return true;
    }
}
