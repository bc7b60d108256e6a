using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SmsBridge.Observability;

/// <summary>
/// What OpenTelemetry takes up and where it goes. The SDK and its exporters read their standard variables themselves (resource, sampler, address,
/// protocol, headers, batches).
/// </summary>
internal static class Telemetry
{
    /// <summary>Part of them have an address in their tags that changes as time passes: these would become ever more series.</summary>
    private static readonly string[] HttpTags =
    [
        "server.address",
        "server.port",
        "http.request.method",
        "http.response.status_code",
        "http.connection.state",
        "error.type",
    ];

    private static string Version => typeof(Telemetry).Assembly.GetName().Version?.ToString(3) ?? "0";

    private static string Instance { get; } = Guid.CreateVersion7().ToString();

    public static void AddTelemetry(this IServiceCollection services, TelemetrySettings settings)
    {
        services.AddHostedService<TelemetryEnd>();
        if (settings.IsDisabled)
        {
            return;
        }

        var telemetry = services.AddOpenTelemetry().ConfigureResource(r => Describe(r)).WithMetrics(m => Add(m, settings));
        if (settings.Traces)
        {
            telemetry.WithTracing(t =>
                t.AddSource(Traces.Name, Scrubbing.Server, Scrubbing.Client, Scrubbing.Database)
                    .AddProcessor(new Scrubbing())
                    .AddOtlpExporter()
            );
        }
    }

    /// <summary>Who is who: <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> come first.</summary>
    public static ResourceBuilder Describe(ResourceBuilder resource) =>
        resource
            .Clear()
            .AddService("smsbridge", serviceVersion: Version, serviceInstanceId: Instance)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();

    /// <summary>
    /// For <c>GET /metrics</c>. Dashboards and alerts know the series without the label that names the meter, and a scrape shows what is so now.
    /// </summary>
    public static MeterProviderBuilder AddPage(this MeterProviderBuilder meters) =>
        meters.AddPrometheusExporter(o => (o.ScopeInfoEnabled, o.ScrapeResponseCacheDurationMilliseconds) = (false, 0));

    private static void Add(MeterProviderBuilder meters, TelemetrySettings settings)
    {
        meters
            .AddMeter(BridgeMetrics.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddMeter("System.Net.Http", "Npgsql", "System.Runtime")
            .AddView(i => i.Meter.Name == "System.Net.Http" ? new MetricStreamConfiguration { TagKeys = HttpTags } : null)
            .AddPage();
        if (settings.Metrics)
        {
            meters.AddOtlpExporter();
        }
    }
}

/// <summary>Sends what is left as the service stops: the last to stop, so that nothing is missed.</summary>
/// <param name="instruments">Nobody else asks for them.</param>
internal sealed class TelemetryEnd(
    IServiceProvider services,
    TelemetrySettings settings,
    IEnumerable<IInstruments> instruments,
    ILogger<TelemetryEnd> log
) : IHostedService
{
    /// <summary>A collector that is away must not hold up a stop.</summary>
    private const int FlushMilliseconds = 1500;

    private readonly IReadOnlyList<IInstruments> instruments = [.. instruments];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.Exporting(settings.Describe());
        return Task.CompletedTask;
    }

    /// <summary>Both at once, so that a collector that is away costs its time only once.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
            Task.Run(() => services.GetService<TracerProvider>()?.Shutdown(FlushMilliseconds), CancellationToken.None),
            Task.Run(() => services.GetService<MeterProvider>()?.Shutdown(FlushMilliseconds), CancellationToken.None)
        );
}
