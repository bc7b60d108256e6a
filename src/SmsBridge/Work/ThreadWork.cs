using Npgsql;

namespace SmsBridge.Work;

/// <summary>Statements by which a transaction that changes a thread takes its work from whoever does it, or waits for it.</summary>
internal static class ThreadWork
{
    // Without a lease the turn that runs writes nothing: its text still waits, and whoever takes it up next reads what the thread is now.
    private const string RevokeTurnSql =
        $"insert into work (thread_id, kind, due_at, version) values (@thread, 'turn', now(), 1) {AddWork.AndRevoke}";

    // As when a text comes: whoever has the turn keeps it, and looks once more when it is written.
    private const string WaitForTurnSql =
        $"insert into work (thread_id, kind, due_at, version) values (@thread, 'turn', now(), 1) {AddWork.Only}";

    private const string RevokeSendingSql = """
        update work set lease = null, due_at = now(), version = version + 1 where thread_id = @thread and kind = 'send'
        """;

    /// <summary>
    /// First in every transaction that ends what the agent or people have with a thread: then a reply that is being computed is withheld, and a
    /// text that is being passed on is not lost between the two. Wake the turn worker after the commit.
    /// </summary>
    public static Task RevokeTurn(NpgsqlConnection connection, Guid threadId, CancellationToken cancellationToken) =>
        Do(connection, RevokeTurnSql, threadId, cancellationToken);

    /// <summary>
    /// First in a transaction that changes a thread and takes nothing from anybody: it waits for its turn, so that all who write several threads lock
    /// them in one order. Wake the turn worker after the commit.
    /// </summary>
    public static Task WaitForTurn(NpgsqlConnection connection, Guid threadId, CancellationToken cancellationToken) =>
        Do(connection, WaitForTurnSql, threadId, cancellationToken);

    /// <summary>The text that is on its way arrives; the next one is not begun before somebody has looked at the thread anew.</summary>
    public static Task RevokeSending(NpgsqlConnection connection, Guid threadId, CancellationToken cancellationToken) =>
        Do(connection, RevokeSendingSql, threadId, cancellationToken);

    private static async Task Do(NpgsqlConnection connection, string sql, Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("thread", threadId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
