using Npgsql;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>Takes a thread away from whoever computes a turn for it.</summary>
internal static class TurnLease
{
    // Without a lease the turn that runs writes nothing: its text still waits, and whoever takes it up next reads what the thread is now.
    private const string Sql = """
        insert into work (thread_id, kind, due_at, version) values (@thread, 'turn', now(), 1)
        on conflict (thread_id, kind) do update
           set lease = null, due_at = now(), version = work.version + 1, attempts = 0, asks = 0, category = null, reason = null
        """;

    // As the recorder does when a text comes: whoever has the turn keeps it, and looks once more when it is written.
    private const string WaitSql = """
        insert into work (thread_id, kind, due_at, version) values (@thread, 'turn', now(), 1)
        on conflict (thread_id, kind) do update set version = work.version + 1
        """;

    private const string TakeSql = """
        insert into work (thread_id, kind, due_at, lease, version) values (@thread, 'turn', now() + @duration, @lease, 1)
        on conflict (thread_id, kind) do update
           set lease = excluded.lease, due_at = excluded.due_at, version = work.version + 1, attempts = 0, asks = 0, category = null, reason = null
        returning version
        """;

    /// <summary>
    /// First in every transaction that ends what the agent or people have with a thread: then a reply that is being computed is withheld, and a
    /// text that is being passed on is not lost between the two. Wake the turn worker after the commit.
    /// </summary>
    public static Task Revoke(NpgsqlConnection connection, Guid threadId, CancellationToken cancellationToken) =>
        Do(connection, Sql, threadId, cancellationToken);

    /// <summary>
    /// First in a transaction that changes a thread and takes nothing from anybody: it waits for its turn, so that all who write several threads lock
    /// them in one order. Wake the turn worker after the commit.
    /// </summary>
    public static Task Wait(NpgsqlConnection connection, Guid threadId, CancellationToken cancellationToken) =>
        Do(connection, WaitSql, threadId, cancellationToken);

    /// <summary>Takes the turn from whoever has it. Start the turn worker with the lease when done: texts may wait.</summary>
    public static async Task<Lease> Take(
        NpgsqlDataSource database,
        WorkTimes times,
        TimeProvider time,
        Guid threadId,
        CancellationToken cancellationToken
    )
    {
        var (token, since) = (Guid.CreateVersion7(), time.GetTimestamp());
        await using var command = database.CreateCommand(TakeSql);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.AddWithValue("lease", token);
        command.Parameters.AddWithValue("duration", times.Lease);
        var version = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        return new Lease(threadId, WorkKind.Turn, token, version, Attempts: 0, Asks: 1) { Since = since, Lasts = times.Lease };
    }

    private static async Task Do(NpgsqlConnection connection, string sql, Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("thread", threadId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
