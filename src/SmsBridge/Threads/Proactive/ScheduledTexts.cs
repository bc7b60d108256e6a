using Npgsql;
using NpgsqlTypes;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Threads.Proactive;

/// <summary>A text whose time has come.</summary>
/// <param name="Id">Of its first part.</param>
internal sealed record ScheduledText(Guid Id, StartedWords Words, IReadOnlyList<Guid> Parts);

/// <param name="Conversation">The open one.</param>
internal sealed record ScheduledThread(string Number, string State, Guid? Conversation);

/// <summary>Statements on texts that wait for their time: messages with <c>send_at</c> that are queued and not pending.</summary>
internal static class ScheduledTexts
{
    private const string HoldSql = "select 1 from work where thread_id = @thread and kind = 'scheduled' and lease = @lease for update";

    private const string DueSql = """
        select m.id, m.started, array(select p.id from messages p
                                       where p.thread_id = m.thread_id and p.send_at is not null and p.started_id = m.id order by p.seq)
          from messages m
         where m.thread_id = @thread and m.send_at <= now() and m.status = 'queued' and not m.pending and m.started is not null
         order by m.send_at, m.seq limit 100
        """;

    private const string ThreadSql = "select number, state, conversation_id from threads where id = @thread for update";

    private const string MoveSql = """
        with locked as materialized (
            select id from messages where thread_id = @thread and id = any(@ids) and status = 'queued' and not pending order by id for update
        )
        update messages m set status = case when @why is null then m.status else 'canceled' end, error_text = @why, send_at = coalesce(@at, m.send_at)
          from locked where m.id = locked.id and m.thread_id = @thread
        """;

    private const string NextSql = """
        select min(greatest(send_at - now(), interval '0')) from messages
         where thread_id = @thread and send_at is not null and status = 'queued' and not pending
        """;

    /// <summary>First in a transaction.</summary>
    public static async Task<bool> Hold(NpgsqlConnection connection, Lease lease, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(HoldSql, connection);
        command.Parameters.AddWithValue("thread", lease.ThreadId);
        command.Parameters.AddWithValue("lease", lease.Token);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    public static async Task<List<ScheduledText>> Due(NpgsqlConnection connection, Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(DueSql, connection);
        command.Parameters.AddWithValue("thread", threadId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<ScheduledText>();
        while (await row.ReadAsync(cancellationToken))
        {
            due.Add(new(row.GetGuid(0), StartedWords.Read(row.GetString(1)), row.GetFieldValue<Guid[]>(2)));
        }

        return due;
    }

    /// <summary>Locks it.</summary>
    public static async Task<ScheduledThread> Thread(NpgsqlConnection connection, Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ThreadSql, connection);
        command.Parameters.AddWithValue("thread", threadId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetGuid(2));
    }

    public static Task Cancel(
        NpgsqlConnection connection,
        Guid threadId,
        ScheduledText text,
        string why,
        CancellationToken cancellationToken
    ) => Move(connection, threadId, text, why, at: null, cancellationToken);

    public static Task Delay(
        NpgsqlConnection connection,
        Guid threadId,
        ScheduledText text,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) => Move(connection, threadId, text, why: null, at, cancellationToken);

    /// <returns>How long until the next is due; null when none waits.</returns>
    public static async Task<TimeSpan?> Next(NpgsqlDataSource database, Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(NextSql);
        command.Parameters.AddWithValue("thread", threadId);
        return await command.ExecuteScalarAsync(cancellationToken) as TimeSpan?;
    }

    private static async Task Move(
        NpgsqlConnection connection,
        Guid threadId,
        ScheduledText text,
        string? why,
        DateTimeOffset? at,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(MoveSql, connection);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.AddWithValue("ids", text.Parts.ToArray());
        command.Parameters.AddNullable("why", NpgsqlDbType.Text, why);
        command.Parameters.AddNullable("at", NpgsqlDbType.TimestampTz, at);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
