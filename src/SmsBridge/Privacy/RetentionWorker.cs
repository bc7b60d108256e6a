using Microsoft.Extensions.Options;
using SmsBridge.Numbers;
using SmsBridge.Storage;

namespace SmsBridge.Privacy;

/// <summary>Removes what is old, every few minutes, on whichever instance comes first.</summary>
internal sealed class RetentionWorker(
    Retention retention,
    NumberBook numbers,
    IOptions<RetentionOptions> options,
    DatabaseGate database,
    TimeProvider time,
    ILogger<RetentionWorker> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.Opened(stoppingToken);
        using var timer = new PeriodicTimer(options.Value.Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // Without the documents nobody knows whether a number keeps longer than the settings say.
                if (numbers.IsLoaded)
                {
                    await retention.Round(stoppingToken);
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.RetentionFailed(error.Message);
            }
        }
    }
}
