using Npgsql;

namespace SmsBridge.Storage;

/// <summary>
/// Connections for whoever looks or tidies up: console, API lists, checks, metrics, keys, erasing and retention, and all that goes through EF Core.
/// Postgres plans these statements as usual. They may read many rows, so they have a small pool of their own, and none of them runs for ever.
/// </summary>
internal sealed class OperatorsDataSource(NpgsqlDataSource source) : IAsyncDisposable
{
    /// <summary>Connections an instance. Who finds all of them busy waits for one; texts do not.</summary>
    public const int MostConnections = 20;

    /// <summary>
    /// Half a minute is more than any page, list or batch needs. It counts the wait for locks as well. An instance that freezes inside a transaction
    /// keeps its locks for 10 s at most, as on the hot path.
    /// </summary>
    public const string SessionOptions = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=10s";

    /// <summary>
    /// For the rest of a connection's use, until it goes back to the pool: for migrations, and for answers that are sent while they are read, whose time
    /// the reader's line decides.
    /// </summary>
    public const string NoTimeoutSql = "set statement_timeout = 0";

    /// <summary>What EF Core is given.</summary>
    public NpgsqlDataSource Source => source;

    public static OperatorsDataSource Create(string connection, ILoggerFactory loggers)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            // Details of errors name the values at fault: customers and what they wrote.
            IncludeErrorDetail = false,
            LogParameters = false,
            // What a user sets in a session ends with its use.
            NoResetOnClose = false,
        };
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, MostConnections);
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, settings.MaxPoolSize);
        settings.Options = $"{settings.Options} {SessionOptions}".Trim();
        settings.ApplicationName ??= "smsbridge";
        return new(
            new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "operators" }
                .UseLoggerFactory(loggers)
                .Build()
        );
    }

    public NpgsqlCommand CreateCommand(string sql) => source.CreateCommand(sql);

    public NpgsqlBatch CreateBatch() => source.CreateBatch();

    public ValueTask<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancellationToken) =>
        source.OpenConnectionAsync(cancellationToken);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
