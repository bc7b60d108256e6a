using Npgsql;
using SmsBridge.Numbers;
using SmsBridge.Work;

namespace SmsBridge.Threads.Proactive;

/// <summary>Lets texts that we start be said once it is time, if they still may: consent, people and quiet hours are looked at again.</summary>
internal sealed class ScheduledTextWorker(
    NpgsqlDataSource database,
    NumberBook numbers,
    StartedTextSignals signals,
    WorkTable table,
    TimeProvider time,
    ILogger<ScheduledTextWorker> log
) : IWorker
{
    public string Kind => WorkKind.Scheduled;

    public int Capacity => 32;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        if (!numbers.IsLoaded)
        {
            await numbers.Refresh(cancellationToken);
        }

        Lease? current = lease;
        while (current is not null)
        {
            if (!await SayDue(current, cancellationToken))
            {
                log.LeaseLost(current.ThreadId);
                return;
            }

            current = await ScheduledTexts.Next(database, current.ThreadId, cancellationToken) is { } rest
                ? await table.PostponeOrContinue(current, rest, category: null, reason: null, cancellationToken)
                : await table.FinishOrContinue(current, cancellationToken);
        }
    }

    /// <returns>False when somebody else has the thread's timer by now.</returns>
    private async Task<bool> SayDue(Lease lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await ScheduledTexts.Hold(connection, lease, cancellationToken))
        {
            return false;
        }

        var due = await ScheduledTexts.Due(connection, lease.ThreadId, cancellationToken);
        if (due.Count == 0)
        {
            return true;
        }

        await ThreadWork.RevokeTurn(connection, lease.ThreadId, cancellationToken);
        var thread = await ScheduledTexts.Thread(connection, lease.ThreadId, cancellationToken);
        var conversation = thread.Conversation;
        foreach (var text in due)
        {
            if (WhyNot(thread) is { } why)
            {
                log.StartedTextCanceled(text.Id, why);
                await ScheduledTexts.Cancel(connection, lease.ThreadId, text, why, cancellationToken);
            }
            else if (QuietUntil(thread, text) is { } later)
            {
                await ScheduledTexts.Delay(connection, lease.ThreadId, text, later, cancellationToken);
            }
            else if (await StartedTextLine.Enter(connection, lease.ThreadId, text.Parts, text.Words.Told, conversation, cancellationToken))
            {
                conversation = null;
            }
        }

        await transaction.CommitAsync(cancellationToken);
        signals.Wake();
        return true;
    }

    private string? WhyNot(ScheduledThread thread) =>
        numbers.Find(thread.Number) is not { Enabled: true }
            ? "The number is no longer configured or enabled."
            : StartRules.Refused(thread.State)?.Detail;

    private DateTimeOffset? QuietUntil(ScheduledThread thread, ScheduledText text)
    {
        var now = time.GetUtcNow();
        return numbers.Find(thread.Number)?.QuietHours?.NextAllowed(now, text.Words.Zones) is { } allowed && allowed > now ? allowed : null;
    }
}
