using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>Takes the turns of one thread, one at a time and in order; many threads at once.</summary>
internal sealed class TurnWorker(Turn turn, WaitingTextsReader reader, WorkTable table, ILogger<TurnWorker> log) : IWorker
{
    public string Kind => WorkKind.Turn;

    /// <summary>A waiting turn costs a few kilobytes; agents take seconds.</summary>
    public int Capacity => 1000;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        Lease? current = lease;
        while (current is not null)
        {
            var pending = current.Known as PendingTexts ?? await reader.Read(current.ThreadId, cancellationToken);
            current =
                pending.Texts.Count == 0
                    ? await table.FinishOrContinue(current, cancellationToken)
                    : await TakeAll(current, pending, cancellationToken);
        }
    }

    /// <returns>The lease for what came in meanwhile; null when the thread is done or has to wait.</returns>
    private async Task<Lease?> TakeAll(Lease lease, PendingTexts pending, CancellationToken cancellationToken)
    {
        var thread = pending.Thread;
        for (var i = 0; i < pending.Texts.Count; i++)
        {
            var (text, last) = (pending.Texts[i], i + 1 == pending.Texts.Count);
            var outcome = await turn.Take(lease, thread, text, last, cancellationToken);
            if (outcome.Failure is { } failure)
            {
                if (await TryPostpone(lease, text, failure))
                {
                    return null;
                }

                log.TurnGivenUp(text.Id, failure.Category, failure.Reason);
                outcome = await turn.GiveUp(lease, outcome.Thread, text, last, failure, cancellationToken);
            }

            if (!outcome.Written.Held)
            {
                log.LeaseLost(lease.ThreadId);
                return null;
            }

            if (last)
            {
                return outcome.Written.Next;
            }

            (lease, thread) = (outcome.Written.Next!, outcome.Thread);
        }

        return null;
    }

    private async Task<bool> TryPostpone(Lease lease, WaitingText text, Failure failure)
    {
        var decision = Retry.Decide(failure, lease.Attempts, Random.Shared.NextDouble());
        if (decision.After is not { } after)
        {
            return false;
        }

        log.TurnPostponed(text.Id, failure.Category, failure.Reason, after);
        var attempts = decision.CountsAsAttempt ? lease.Attempts + 1 : lease.Attempts;

        // Only where the agent may have taken the turn does it count as asked.
        var asks = failure.Category == FailureCategory.UnknownOutcome ? lease.Asks : lease.Asks - 1;
        await table.Postpone(lease, after, attempts, asks, failure, CancellationToken.None);
        return true;
    }
}
