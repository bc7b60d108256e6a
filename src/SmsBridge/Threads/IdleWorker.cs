using Npgsql;
using SmsBridge.Handoff;
using SmsBridge.Numbers;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>
/// Closes conversations whose customer has fallen silent, after a warning where the number has one. A text does not move the timer: when it
/// fires, it looks how long the silence has lasted and sleeps for what is missing, so that timers cost nothing per text.
/// </summary>
internal sealed class IdleWorker(NpgsqlDataSource database, ThreadCloser closer, IdleWarning warning, WorkTable table) : IWorker
{
    private const string Sql = """
        select c.settings, t.state, now() - t.last_text_at, case when c.warned_for = t.last_text_at then now() - c.warned_at end, t.number
          from threads t join conversations c on c.id = t.conversation_id and c.thread_id = t.id
         where t.id = @thread
        """;

    /// <summary>After a step that a text or a turn prevented.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    public string Kind => WorkKind.Idle;

    public int Capacity => 32;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        if (await SleepFor(lease.ThreadId, cancellationToken) is { } rest)
        {
            await table.Postpone(lease, rest, attempts: 0, why: null);
            return;
        }

        // What is left to do after a conversation was opened meanwhile is its own timer's affair.
        await table.FinishOrContinue(lease, cancellationToken);
    }

    /// <returns>How long to sleep on; null when no conversation is open any more.</returns>
    private async Task<TimeSpan?> SleepFor(Guid threadId, CancellationToken cancellationToken)
    {
        if (await Look(threadId, cancellationToken) is not var (number, state, silence, warned, address))
        {
            return null;
        }

        // The time does not run while people have the thread.
        if (ThreadState.IsWithPeople(state))
        {
            return number.IdleTimeout;
        }

        if (silence < number.IdleTimeout)
        {
            return number.IdleTimeout - silence;
        }

        if (string.IsNullOrEmpty(number.IdleWarning))
        {
            return await Close(threadId, number, grace: null, cancellationToken);
        }

        if (warned is not { } since)
        {
            return await warning.Send(threadId, address, number, cancellationToken) ? number.IdleGrace : LookAgain;
        }

        return since < number.IdleGrace ? number.IdleGrace - since : await Close(threadId, number, number.IdleGrace, cancellationToken);
    }

    private async Task<TimeSpan?> Close(Guid threadId, NumberDocument number, TimeSpan? grace, CancellationToken cancellationToken)
    {
        var end = new ThreadEnd(threadId, "idle") { SilentFor = number.IdleTimeout, WarnedFor = grace };
        return await closer.Close(end, cancellationToken) ? null : LookAgain;
    }

    private async Task<(NumberDocument Number, string State, TimeSpan Silence, TimeSpan? Warned, string Address)?> Look(
        Guid threadId,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("thread", threadId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? (
                NumberJson.Read(row.GetString(0)),
                row.GetString(1),
                row.GetTimeSpan(2),
                row.IsDBNull(3) ? null : row.GetTimeSpan(3),
                row.GetString(4)
            )
            : null;
    }
}
