using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace SmsBridge.Observability;

internal static class ObservabilityFeature
{
    /// <summary>Categories of the framework whose messages hold request paths, and so phone numbers.</summary>
    private static readonly string[] Tellers =
    [
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.HttpLogging",
        // Repeats the line that it could not read.
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "System.Net.Http.HttpClient",
        // Says of every call without a key that it was challenged.
        "SmsBridge.Hosting.ApiKeys",
        "SmsBridge.Dashboard.ConsoleSession",
    ];

    /// <summary>
    /// Not for any message: while it is on, every line of a request carries the request's path in its scope. And what keeps the host from
    /// starting is told once, with its remedy, by Admin/Startup.cs.
    /// </summary>
    private static readonly string[] Silent = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.Extensions.Hosting.Internal.Host"];

    public static IServiceCollection AddObservability(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = new TelemetrySettings(configuration);
        services.AddOptions<TelemetryOptions>().Configure(o => o.Mistakes = [.. settings.Mistakes()]).ValidateOnStart();
        services
            .AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>()
            .AddSingleton(settings)
            .AddSingleton<BridgeMetrics>();
        services.AddTelemetry(settings);
        services.AddSingleton<ILoggerFactory, MaskingLoggers>();

        // After the settings, so that no level switched on there brings phone numbers into the logs.
        return services.PostConfigure<LoggerFilterOptions>(o =>
        {
            foreach (var category in Tellers)
            {
                o.Rules.Add(new LoggerFilterRule(null, category, LogLevel.Warning, null));
            }

            foreach (var category in Silent)
            {
                o.Rules.Add(new LoggerFilterRule(null, category, LogLevel.None, null));
            }
        });
    }

    /// <summary>The console in the form that <c>Logging:Console:FormatterName</c> names (<c>json</c> for machines), and OTLP where it is wanted.</summary>
    public static void AddObservability(this ILoggingBuilder logging, IConfiguration configuration)
    {
        if (configuration["Logging:Console:FormatterName"] is { Length: > 0 } formatter)
        {
            // The slim host sets its own choice behind the settings'.
            logging.Services.PostConfigure<ConsoleLoggerOptions>(o => o.FormatterName = formatter);
        }

        // The ids of trace and span are in the scope.
        if (configuration["Logging:Console:FormatterOptions:IncludeScopes"] is null)
        {
            logging.Services.Configure<JsonConsoleFormatterOptions>(o => o.IncludeScopes = true);
        }

        if (new TelemetrySettings(configuration).Logs)
        {
            logging.AddOpenTelemetry(o =>
            {
                o.IncludeFormattedMessage = true;
                o.SetResourceBuilder(Telemetry.Describe(ResourceBuilder.CreateEmpty()));
                o.AddOtlpExporter();
            });
        }
    }
}
