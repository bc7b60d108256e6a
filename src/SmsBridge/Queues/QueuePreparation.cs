namespace SmsBridge.Queues;

/// <summary>Has each queue make what its receivers wait at soon after the start and after each reconnection, so that one who comes first finds it.</summary>
internal sealed class QueuePreparation(QueueTargets targets, TimeProvider time, ILogger<QueuePreparation> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(targets.Names.Select(name => Keep(name, targets.Find(name)!.Queue, stoppingToken)));

    private async Task Keep(string name, IHandoffQueue queue, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        var works = true;
        do
        {
            try
            {
                await queue.Prepare(cancellationToken);
                works = true;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Said once. Events that cannot be published are told by themselves.
                if (works)
                {
                    log.NotPrepared(name, error.Message);
                }

                works = false;
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
