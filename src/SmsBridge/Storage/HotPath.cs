using Npgsql;

namespace SmsBridge.Storage;

/// <summary>
/// Connections for the few statements that run all the time: what a text, a callback or a desk's call sets off. Which classes have them is written down
/// in a test; everybody else takes <see cref="OperatorsDataSource"/>.
/// </summary>
internal static class HotPath
{
    /// <summary>
    /// Every statement goes from a handful of array elements through an index to a handful of rows, however many rows the tables have. Postgres
    /// cannot know that: planned for each length of the arrays anew, a statement costs more to plan than to run; planned once, while the tables
    /// are small, it would read whole tables later. So it plans once, and by the indexes.
    /// An instance that freezes inside a transaction keeps its locks from the others for 10 s at most.
    /// </summary>
    public const string SessionOptions =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off "
        + "-c idle_in_transaction_session_timeout=10s";

    /// <summary>Prepares each statement at its second use; nothing has to be reset when a connection goes back to the pool.</summary>
    public static NpgsqlDataSource DataSource(string connection, ILoggerFactory loggers)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            // Details of errors name the values at fault: customers and what they wrote.
            IncludeErrorDetail = false,
            LogParameters = false,
        };
        settings.Options = $"{settings.Options} {SessionOptions}".Trim();
        settings.ApplicationName ??= "smsbridge";
        // By its name metrics and traces tell it from the operators' connections; without one they would say the whole connection string.
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "hot-path" }
            .UseLoggerFactory(loggers)
            .Build();
    }
}
