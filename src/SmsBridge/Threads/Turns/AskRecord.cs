using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Records that the agent is about to be asked; should this process die now, the next one knows that it may have been, and what.</summary>
internal sealed class AskRecord(NpgsqlDataSource database)
{
    private const string Sql = """
        with asked as (
            update work set asks = @asks where thread_id = @thread and lease = @lease returning thread_id
        ),
        marked as (
            update messages m set attempted_at = now() from asked where m.id = any(@texts)
        )
        select count(*) from asked
        """;

    /// <summary>Whether there is something to write: the asking itself, or which texts are asked together. One alone is the first that waits.</summary>
    public static bool IsNeeded(Lease lease, IReadOnlyList<WaitingText> texts) =>
        !lease.AskRecorded || (texts.Count > 1 && !texts.All(t => t.Asked));

    /// <returns>False when somebody else has the thread by now: then the agent must not be asked.</returns>
    public async Task<bool> Write(Lease lease, IReadOnlyList<WaitingText> texts, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("asks", lease.Asks);
        command.Parameters.AddWithValue("thread", lease.ThreadId);
        command.Parameters.AddWithValue("lease", lease.Token);
        command.Parameters.AddWithValue("texts", texts.Count > 1 ? texts.Where(t => !t.Asked).Select(t => t.Id).ToArray() : []);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! > 0;
    }
}
