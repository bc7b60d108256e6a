using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>Publishes events to their queues: at least once, in order per thread and queue. A queue that is away or slow holds up only itself.</summary>
internal sealed class Publisher(
    OutboxDeliveries deliveries,
    QueueTargets targets,
    QueueStops stops,
    WorkTable table,
    HandoffMetrics metrics,
    TimeProvider time,
    ILogger<Publisher> log
) : IWorker
{
    /// <summary>How soon an event that came while a queue is slow is found by those that are not.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>A resume wakes what waits for a stopped queue; this is for the case that nobody ever does.</summary>
    private static readonly TimeSpan StoppedFor = TimeSpan.FromHours(1);

    public string Kind => WorkKind.Publish;

    /// <summary>Enough that a queue which lets every call time out leaves room for the others until its circuit opens.</summary>
    public int Capacity => 256;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        var busy = new Dictionary<string, Task>(StringComparer.Ordinal);
        try
        {
            Lease? current = lease;
            // Where the lease is over, whoever has the thread by now publishes.
            while (current is { Term.IsOver: false })
            {
                var first = await Start(busy, current, cancellationToken);
                current = busy.Count > 0 ? await Wait(busy, current, cancellationToken) : await End(current, first, cancellationToken);
            }
        }
        finally
        {
            // Whatever still runs does so under the lease.
            await Task.WhenAll(busy.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Starts each queue that has something due and is not at it already.</summary>
    /// <returns>The first pending delivery of each queue.</returns>
    private async Task<List<PendingDelivery>> Start(Dictionary<string, Task> busy, Lease lease, CancellationToken cancellationToken)
    {
        var queues = (await deliveries.Read(lease.ThreadId, cancellationToken)).GroupBy(d => d.Queue).ToList();
        foreach (var queue in queues.Where(q => !busy.ContainsKey(q.Key) && IsDue(q.First())))
        {
            busy[queue.Key] = PublishInOrder(lease, queue.ToList(), cancellationToken);
        }

        return queues.ConvertAll(q => q.First());
    }

    private async Task<Lease> Wait(Dictionary<string, Task> busy, Lease lease, CancellationToken cancellationToken)
    {
        await Task.WhenAny([.. busy.Values, Task.Delay(LookEvery, time, cancellationToken)]);
        foreach (var (queue, done) in busy.Where(b => b.Value.IsCompleted).ToList())
        {
            busy.Remove(queue);
            await done;
        }

        return lease;
    }

    private async Task<Lease?> End(Lease lease, List<PendingDelivery> waiting, CancellationToken cancellationToken)
    {
        await deliveries.Close(lease.ThreadId);
        return waiting.MinBy(Rest) is { } next
            ? await table.PostponeOrContinue(lease, Rest(next), next.Category, next.Reason, cancellationToken)
            : await table.FinishOrContinue(lease, cancellationToken);
    }

    private static bool IsDue(PendingDelivery delivery) => !delivery.Stopped && delivery.Rest <= TimeSpan.Zero;

    private static TimeSpan Rest(PendingDelivery delivery) => delivery.Stopped ? StoppedFor : delivery.Rest;

    /// <summary>Until one has to wait. One that is given up lets the next go on.</summary>
    private async Task PublishInOrder(Lease lease, List<PendingDelivery> queue, CancellationToken cancellationToken)
    {
        foreach (var delivery in queue.TakeWhile(_ => !lease.Term.IsOver))
        {
            var target = targets.Find(delivery.Queue);
            using var span = PublishSpans.Start(delivery);
            if (target?.Subscription.Includes(delivery.Event.Type) == false)
            {
                await deliveries.Skipped(delivery);
                Tell(delivery, "skipped");
            }
            else if (target is null)
            {
                await Handle(delivery, new(FailureCategory.Transient, $"queue '{delivery.Queue}' is no longer configured under Queues"));
                return;
            }
            else if (await target.Publish(delivery.Event, lease.Term, cancellationToken) is not { } failure)
            {
                await deliveries.Published(delivery);
                Tell(delivery, "published");
            }
            else if (LeaseTerm.Forbade(failure) || !await Handle(delivery, failure))
            {
                return;
            }
        }
    }

    /// <returns>Whether the next event may go.</returns>
    private async Task<bool> Handle(PendingDelivery delivery, Failure failure)
    {
        if (failure.Category == FailureCategory.QueueStopped)
        {
            await stops.Stop(delivery.Queue, failure.Reason);
            await deliveries.Wait(delivery, TimeSpan.Zero, failure);
            Tell(delivery, "stopped", failure);
            return false;
        }

        if (PublishRetry.After(failure, delivery.Attempts, delivery.Left, Random.Shared.NextDouble()) is { } after)
        {
            log.PublishPostponed(delivery.Event.Id, delivery.Queue, failure.Reason);
            await deliveries.Wait(delivery, after, failure);
            Tell(delivery, "postponed", failure);
            return false;
        }

        log.PublishGivenUp(delivery.Event.Id, delivery.Queue, failure.Reason);
        await deliveries.GiveUp(delivery, failure);
        Tell(delivery, "given-up", failure);
        return true;
    }

    private void Tell(PendingDelivery delivery, string outcome, Failure? failure = null)
    {
        PublishSpans.Tell(outcome, failure);
        metrics.Event(delivery.Queue, delivery.Event.Type, outcome, failure);
    }
}

/// <summary>How long a delivery waits after a failure: the usual time for the category, for a day instead of a number of attempts.</summary>
internal static class PublishRetry
{
    /// <summary>From here on the waiting time does not grow.</summary>
    private const int Enough = 10;

    /// <param name="left">Of the delivery's day.</param>
    /// <returns>Null: give up.</returns>
    public static TimeSpan? After(Failure failure, int attempts, TimeSpan left, double random)
    {
        var after = Retry.Decide(failure, Math.Min(attempts, Enough), random).After;
        return failure.Category == FailureCategory.Credentials ? after
            : left <= TimeSpan.Zero ? null
            // A receiver that asks for longer is tried once more when the day is over.
            : after > left ? left
            : after;
    }
}
