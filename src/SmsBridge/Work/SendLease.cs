using Npgsql;

namespace SmsBridge.Work;

/// <summary>Takes a thread away from whoever sends its texts.</summary>
internal static class SendLease
{
    private const string Sql = """
        update work set lease = null, due_at = now(), version = version + 1 where thread_id = @thread and kind = 'send'
        """;

    /// <summary>The text that is on its way arrives; the next one is not begun before somebody has looked at the thread anew.</summary>
    public static async Task Revoke(NpgsqlConnection connection, Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("thread", threadId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
