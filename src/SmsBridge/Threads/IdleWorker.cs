using Npgsql;
using SmsBridge.Numbers;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>
/// Closes conversations whose customer has fallen silent. A text does not move the timer: when it fires, it looks how long the silence has
/// lasted and sleeps for what is missing, so that timers cost nothing per text.
/// </summary>
internal sealed class IdleWorker(NpgsqlDataSource database, ThreadCloser closer, WorkTable table) : IWorker
{
    private const string Sql = """
        select c.settings, t.state, now() - t.last_text_at
          from threads t join conversations c on c.id = t.conversation_id and c.thread_id = t.id
         where t.id = @thread
        """;

    public string Kind => WorkKind.Idle;

    public int Capacity => 32;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        if (await SleepFor(lease.ThreadId, cancellationToken) is { } rest)
        {
            await table.Postpone(lease, rest, attempts: 0, asks: 0, why: null, CancellationToken.None);
            return;
        }

        // What is left to do after a conversation was opened meanwhile is its own timer's affair.
        await table.FinishOrContinue(lease, cancellationToken);
    }

    /// <returns>How long to sleep on; null when no conversation is open any more.</returns>
    private async Task<TimeSpan?> SleepFor(Guid threadId, CancellationToken cancellationToken)
    {
        if (await Silence(threadId, cancellationToken) is not var (timeout, state, silence))
        {
            return null;
        }

        // The time does not run while people have the thread.
        if (ThreadState.IsWithPeople(state))
        {
            return timeout;
        }

        if (silence < timeout)
        {
            return timeout - silence;
        }

        return await closer.Close(threadId, "idle", timeout, cancellationToken) ? null : TimeSpan.FromSeconds(1);
    }

    private async Task<(TimeSpan Timeout, string State, TimeSpan Silence)?> Silence(Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("thread", threadId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? (NumberJson.Read(row.GetString(0)).IdleTimeout, row.GetString(1), row.GetTimeSpan(2))
            : null;
    }
}
