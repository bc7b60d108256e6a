using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SmsBridge.Storage;

/// <summary>Whether this process is to apply migrations at start.</summary>
internal sealed record MigrateAtStart(bool Wanted);

/// <summary>
/// Opens once the database answers and has every migration. Until then the process runs, says what it waits for, is not ready, and refuses
/// webhooks; it does not crash to be started again and again.
/// </summary>
internal sealed class DatabaseGate(
    IDbContextFactory<BridgeDbContext> contexts,
    MigrateAtStart migrate,
    TimeProvider time,
    ILogger<DatabaseGate> log
) : BackgroundService
{
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the database can be used.</summary>
    public Task Opened(CancellationToken cancellationToken) => open.Task.WaitAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (said, saidAt) = ("", time.GetTimestamp());
        while (await Obstacle(stoppingToken) is { } obstacle)
        {
            if (obstacle != said || time.GetElapsedTime(saidAt) > SayEvery)
            {
                (said, saidAt) = (obstacle, time.GetTimestamp());
                log.WaitingForDatabase(obstacle);
            }

            await Task.Delay(TryEvery, time, stoppingToken);
        }

        open.SetResult();
    }

    /// <returns>What is in the way, with the remedy; null when nothing is.</returns>
    private async Task<string?> Obstacle(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (migrate.Wanted)
            {
                await SqlMigrations.Apply(context, cancellationToken);
                return null;
            }

            var missing = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            return missing.Count == 0 ? null : $"migrations are missing ({string.Join(", ", missing)}). Run: smsbridge migrate";
        }
        catch (Exception error)
            when (error is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
        {
            return $"{(error.InnerException as NpgsqlException ?? error).Message}. Check ConnectionStrings:Bridge and the server";
        }
    }
}
