using System.Collections.Concurrent;
using System.Diagnostics;
using SmsBridge.Storage;

namespace SmsBridge.Work;

/// <summary>Does one kind of work. An exception that escapes is a fault of ours or of the database: the work is tried again later.</summary>
internal interface IWorker
{
    string Kind { get; }

    /// <summary>How many threads may be worked on at once in this process.</summary>
    int Capacity { get; }

    /// <summary>Does all the work there is for one thread, and ends or postpones it before returning.</summary>
    /// <param name="cancellationToken">Cancelled when the time that a stop may take is over; <see cref="Lease.Stopping"/> when it begins.</param>
    Task Do(Lease lease, CancellationToken cancellationToken);
}

/// <summary>How one part of the process tells a worker of another that there is something to do.</summary>
internal interface IWorkSignal<TWorker>
    where TWorker : IWorker
{
    /// <summary>Whether a lease taken now would be worked on at once.</summary>
    bool HasRoom { get; }

    /// <summary>Works on a lease that some other statement took.</summary>
    /// <param name="work">How, where that statement knows already what the worker would have to read; null: as on any lease.</param>
    void Start(Lease lease, Func<TWorker, Lease, CancellationToken, Task>? work = null);

    /// <summary>Looks for due work now instead of at the next poll.</summary>
    void Wake();
}

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
    private readonly ConcurrentDictionary<(Guid Thread, Guid Token), (Lease Lease, Task Done)> running = new();
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource giveUp = new();

    public bool HasRoom => !stopping.IsCancellationRequested && running.Count < worker.Capacity;

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

    public void Start(Lease lease, Func<TWorker, Lease, CancellationToken, Task>? work = null)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = lease with { Stopping = stopping.Token };
        var done = Run(held, work ?? Do, start.Task);
        running[(held.ThreadId, held.Token)] = (held, done);
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
        leases.ForEach(l => Start(l));
        return leases.Count > 0;
    }

    /// <summary>Stops claiming, lets running work end within the host's shutdown time, then cancels it: each worker postpones what it held.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
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
        stopping.Dispose();
        giveUp.Dispose();
        base.Dispose();
    }

    /// <summary>A loop that stops claims nothing, so it is not woken.</summary>
    private void Ring()
    {
        if (!stopping.IsCancellationRequested)
        {
            Wake();
        }
    }

    private static Task Do(TWorker worker, Lease lease, CancellationToken cancellationToken) => worker.Do(lease, cancellationToken);

    private async Task Run(Lease lease, Func<TWorker, Lease, CancellationToken, Task> work, Task started)
    {
        // Whoever started it, it belongs to the trace of what it is about.
        Activity.Current = null;
        await started;
        try
        {
            await work(worker, lease, giveUp.Token);
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
        using var timer = new PeriodicTimer(times.RenewEvery(worker.Kind), time);
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
            foreach (var (lease, _) in held.Where(r => renewed.Contains((r.Lease.ThreadId, r.Lease.Token))))
            {
                lease.Term.Renew(from);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.RenewFailed(worker.Kind, held.Length, error);
        }
    }
}
