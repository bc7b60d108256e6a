using System.Collections.Concurrent;
using System.Diagnostics;
using SmsBridge.Storage;

namespace SmsBridge.Work;

/// <summary>The one loop behind every kind of work: claims what is due, runs it side by side, renews the leases, and hands back what it must at stop.</summary>
internal sealed class WorkLoop<TWorker>(
    TWorker worker,
    WorkTable table,
    DatabaseGate database,
    Alarms alarms,
    WorkMetrics metrics,
    WorkTimes times,
    TimeProvider time,
    ILogger<WorkLoop<TWorker>> log
) : BackgroundService, IWorkSignal<TWorker>
    where TWorker : class, IWorker
{
    private readonly ConcurrentDictionary<(Guid Thread, Guid Token), (Lease Lease, LeaseTerm Term, Task Done)> running = new();
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly CancellationTokenSource giveUp = new();
    private volatile bool stopping;

    public bool HasRoom => !stopping && running.Count < worker.Capacity;

    public void Wake()
    {
        if (wake.CurrentCount == 0)
        {
            try
            {
                wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else woke it at the same moment.
            }
        }
    }

    public void Start(Lease lease)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var term = new LeaseTerm(lease, time);
        var done = Run(lease, term, start.Task);
        running[(lease.ThreadId, lease.Token)] = (lease, term, done);
        start.SetResult();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        alarms.Answer(worker.Kind, Ring);
        metrics.Watch(worker.Kind, () => running.Count);
        await database.Opened(stoppingToken);
        var renewing = KeepRenewing(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await Round(stoppingToken))
                {
                    await wake.WaitAsync(times.PollEvery, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                log.RoundFailed(worker.Kind, error);
                await Task.Delay(times.PollEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await renewing;
    }

    /// <summary>Claims what is due, up to the room there is, and starts it. Without room it waits for some.</summary>
    /// <returns>Whether there may be more to claim right now.</returns>
    private async Task<bool> Round(CancellationToken cancellationToken)
    {
        var room = worker.Capacity - running.Count;
        if (room <= 0)
        {
            await wake.WaitAsync(times.PollEvery, cancellationToken);
            return true;
        }

        var leases = await table.Claim(worker.Kind, Math.Min(room, 200), cancellationToken);
        leases.ForEach(Start);
        return leases.Count > 0;
    }

    /// <summary>Stops claiming, lets running work end within the host's shutdown time, then cancels it: each worker postpones what it held.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        await base.StopAsync(cancellationToken);
        var all = Task.WhenAll(running.Values.Select(r => r.Done));
        using var renewUntilDone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = KeepRenewing(renewUntilDone.Token);
        await Task.WhenAny(all, Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken));
        await giveUp.CancelAsync();
        await all;
        await renewUntilDone.CancelAsync();
        await renewing;
    }

    public override void Dispose()
    {
        wake.Dispose();
        giveUp.Dispose();
        base.Dispose();
    }

    /// <summary>Nobody rings for a loop that stops.</summary>
    private void Ring()
    {
        if (!stopping)
        {
            Wake();
        }
    }

    private async Task Run(Lease lease, LeaseTerm term, Task started)
    {
        term.Enter();
        // Whoever started it, it belongs to the trace of what it is about.
        Activity.Current = null;
        await started;
        try
        {
            await worker.Do(lease, giveUp.Token);
        }
        catch (Exception error)
        {
            await HandBack(lease, error);
        }
        finally
        {
            running.TryRemove((lease.ThreadId, lease.Token), out _);
            if (running.Count + 1 >= worker.Capacity)
            {
                Wake();
            }
        }
    }

    /// <summary>Leaves the work to a later try. What was recorded of this one stays, so that the next knows that its outcome is unknown.</summary>
    private async Task HandBack(Lease lease, Exception error)
    {
        var stopped = error is OperationCanceledException && giveUp.IsCancellationRequested;
        if (!stopped)
        {
            log.WorkFailed(worker.Kind, lease.ThreadId, error);
        }

        var after = stopped ? TimeSpan.Zero : Retry.Backoff(lease.Attempts, 0.5);
        var why = new Failure(FailureCategory.Transient, stopped ? "the instance stopped" : $"{error.GetType().Name} in the bridge");
        try
        {
            await table.HandBack(lease, after, why, CancellationToken.None);
        }
        catch (Exception again)
        {
            // The database is away: the lease runs out by itself.
            log.WorkFailed(worker.Kind, lease.ThreadId, again);
        }
    }

    private async Task KeepRenewing(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(times.RenewEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await RenewOnce(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task RenewOnce(CancellationToken cancellationToken)
    {
        var held = running.Values.ToArray();
        if (held.Length == 0)
        {
            return;
        }

        try
        {
            var from = time.GetTimestamp();
            var renewed = await table.Renew([.. held.Select(r => r.Lease)], cancellationToken);
            foreach (var (_, term, _) in held.Where(r => renewed.Contains((r.Lease.ThreadId, r.Lease.Token))))
            {
                term.Renew(from);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.RenewFailed(worker.Kind, held.Length, error);
        }
    }
}
