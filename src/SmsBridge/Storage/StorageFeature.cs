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
        services.AddSingleton(s => HotPath.DataSource(connection ?? "", s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(s => OperatorsDataSource.Create(connection ?? "", s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<DatabaseGate>().AddHostedService(s => s.GetRequiredService<DatabaseGate>());
        return services.AddDbContextFactory<BridgeDbContext>(
            (s, options) =>
                options
                    .UseNpgsql(s.GetRequiredService<OperatorsDataSource>().Source)
                    // The migrations are SQL files without a model snapshot; a test holds the model to them instead.
                    .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning))
        );
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
