namespace SmsBridge.Queues;

/// <summary>What the last look found.</summary>
/// <param name="From">The place before the first of the events.</param>
/// <param name="To">The last place.</param>
/// <param name="Next">Completes when there is more.</param>
internal sealed record LatestEvents(long From, long To, IReadOnlyList<PlacedEvent> Events, Task Next);

/// <summary>
/// Looks for new events on behalf of all streams of this instance, while there are any. It keeps only what the last look found: a stream that is
/// further behind reads from the database, at its own pace.
/// </summary>
internal sealed class EventStreamFeed(EventStreamReader reader, TimeProvider time, ILogger<EventStreamFeed> log) : BackgroundService
{
    /// <summary>Events of one look or read; they may hold long transcripts.</summary>
    public const int AtOnce = 50;

    /// <summary>Connections that streams which are behind may use at once; the rest are for the texts.</summary>
    private readonly SemaphoreSlim catchingUp = new(3);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WaitAfterFault = TimeSpan.FromSeconds(1);

    private TaskCompletionSource more = New();
    private LatestEvents? latest;
    private int listeners;

    /// <summary>At least up to the <see cref="Listener.Last"/> of every listener.</summary>
    public LatestEvents Latest => Volatile.Read(ref latest)!;

    /// <summary>Has this instance look for new events until the listener is disposed.</summary>
    public async Task<Listener> Listen(CancellationToken cancellationToken)
    {
        var last = await reader.Last(cancellationToken);
        Interlocked.CompareExchange(ref latest, new LatestEvents(last, last, [], more.Task), null);
        Interlocked.Increment(ref listeners);
        return new Listener(this, last);
    }

    /// <summary>Up to <see cref="AtOnce"/> events between two places, for a stream that is behind.</summary>
    public async Task<List<PlacedEvent>> CatchUp(long after, long upTo, Guid? handoffId, CancellationToken cancellationToken)
    {
        await catchingUp.WaitAsync(cancellationToken);
        try
        {
            return await reader.Between(after, upTo, handoffId, AtOnce, cancellationToken);
        }
        finally
        {
            catchingUp.Release();
        }
    }

    public override void Dispose()
    {
        catchingUp.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (Volatile.Read(ref listeners) > 0)
                {
                    await Round(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>One look.</summary>
    private async Task Round(CancellationToken cancellationToken)
    {
        try
        {
            var known = Latest.To;
            var last = await reader.Last(cancellationToken);
            if (last > known)
            {
                // After a pause there may be any number, which nobody may want.
                var many = last - known > AtOnce;
                Tell(many ? last : known, last, many ? [] : await reader.Between(known, last, null, AtOnce, cancellationToken));
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.StreamsWait(error);
            await Task.Delay(WaitAfterFault, time, cancellationToken);
        }
    }

    private void Tell(long from, long to, List<PlacedEvent> events)
    {
        var told = more;
        more = New();
        Volatile.Write(ref latest, new LatestEvents(from, to, events, more.Task));
        told.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="Last">The last place when it began; every event that was committed before has a place up to this one.</param>
    internal sealed record Listener(EventStreamFeed Feed, long Last) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref Feed.listeners);
    }
}
