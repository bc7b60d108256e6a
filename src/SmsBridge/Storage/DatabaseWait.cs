using Npgsql;

namespace SmsBridge.Storage;

/// <summary>At start, waits for Postgres and says so, rather than to crash and be started again and again.</summary>
internal sealed class DatabaseWait
{
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(1);

    /// <exception cref="PostgresException">The server answers, but does not let us in: waiting would not help.</exception>
    public static async Task UntilReachable(IServiceProvider services, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<NpgsqlDataSource>();
        var time = services.GetRequiredService<TimeProvider>();
        var log = services.GetRequiredService<ILogger<DatabaseWait>>();
        while (true)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException error) when (error is not PostgresException { IsTransient: false })
            {
                log.WaitingForDatabase(error.Message);
                await Task.Delay(TryEvery, time, cancellationToken);
            }
        }
    }
}
