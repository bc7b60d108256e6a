using SmsBridge.Storage;
using SmsBridge.Threads.Lookups;

namespace SmsBridge.Privacy;

/// <summary>Notices within a second that a customer was erased, wherever that was asked for, and forgets what this instance alone still knows.</summary>
internal sealed class ErasureWatch(
    Erasures erasures,
    SetAsideCleaner aside,
    CustomerLookups lookups,
    DatabaseGate database,
    TimeProvider time,
    ILogger<ErasureWatch> log
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.Opened(stoppingToken);
        using var timer = new PeriodicTimer(LookEvery, time);
        var (seen, failed) = (0L, false);
        do
        {
            try
            {
                seen = await Look(seen, stoppingToken);
                failed = false;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                if (!failed)
                {
                    log.WatchFailed(error.Message);
                }

                failed = true;
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<long> Look(long seen, CancellationToken cancellationToken)
    {
        var latest = await erasures.Latest(cancellationToken);
        if (latest > seen)
        {
            lookups.Forget();
            await aside.Clean(cancellationToken);
        }

        return latest;
    }
}
