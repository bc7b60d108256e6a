using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;

namespace SmsBridge.Storage;

internal static class StorageFeature
{
    public const string ConnectionName = "Bridge";

    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = configuration.GetConnectionString(ConnectionName);
        services.AddOptions<StorageOptions>().Configure(o => o.ConnectionString = connection ?? "").ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton(s => DataSource(connection ?? "", s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<DatabaseGate>().AddHostedService(s => s.GetRequiredService<DatabaseGate>());
        return services.AddDbContextFactory<BridgeDbContext>(
            (s, options) =>
                options
                    .UseNpgsql(s.GetRequiredService<NpgsqlDataSource>())
                    // The migrations are SQL files without a model snapshot; a test holds the model to them instead.
                    .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning))
        );
    }

    /// <summary>
    /// The hot path has few statements and runs them all the time: each is prepared at its second use, planned once (Postgres would plan a
    /// statement over arrays anew for every length), and a connection keeps nothing that would have to be reset between two users. An instance
    /// that freezes inside a transaction keeps its locks from the others for 10 s at most.
    /// </summary>
    private static NpgsqlDataSource DataSource(string connection, ILoggerFactory loggers)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        };
        settings.Options =
            $"{settings.Options} -c plan_cache_mode=force_generic_plan -c jit=off -c idle_in_transaction_session_timeout=10s".Trim();
        settings.ApplicationName ??= "smsbridge";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).UseLoggerFactory(loggers).Build();
    }
}

internal sealed class StorageOptions
{
    public string ConnectionString { get; set; } = "";
}

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        const string key = $"ConnectionStrings:{StorageFeature.ConnectionName}";
        try
        {
            if (new NpgsqlConnectionStringBuilder(options.ConnectionString).Host is { Length: > 0 })
            {
                return ValidateOptionsResult.Success;
            }
        }
        catch (ArgumentException)
        {
            // Falls through to the same remedy.
        }

        return ValidateOptionsResult.Fail(
            $"{key} is missing or no Postgres connection string. Write Host=…;Database=…;Username=…;Password=…."
        );
    }
}
