using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SmsBridge.Observability;

/// <summary>
/// OpenTelemetry, from the service's start to its end: the first to start and the last to stop, so that nothing is missed. The SDK and its OTLP
/// exporter read their standard variables themselves (resource, sampler, address, protocol, headers, batches).
/// </summary>
internal sealed class Telemetry(
    IConfiguration configuration,
    TelemetrySettings settings,
    IEnumerable<IInstruments> instruments,
    ILogger<Telemetry> log
) : IHostedService, IDisposable
{
    /// <summary>A collector that is away must not hold up a stop.</summary>
    private const int FlushMilliseconds = 1500;

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

    private readonly IReadOnlyList<IInstruments> instruments = [.. instruments];
    private MeterProvider? meters;
    private TracerProvider? tracers;

    /// <summary>Null where telemetry is switched off.</summary>
    public PrometheusExporter? Metrics { get; private set; }

    /// <summary>Who is who: <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> come first.</summary>
    public static ResourceBuilder Describe(ResourceBuilder resource) =>
        resource
            .Clear()
            .AddService("smsbridge", serviceVersion: Version, serviceInstanceId: Instance)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();

    private static string Version => typeof(Telemetry).Assembly.GetName().Version?.ToString(3) ?? "0";

    private static string Instance { get; } = Guid.CreateVersion7().ToString();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.Exporting(settings.Describe());
        if (settings.IsDisabled)
        {
            return Task.CompletedTask;
        }

        meters = BuildMeters();
        if (settings.Traces)
        {
            tracers = BuildTracers();
        }

        return Task.CompletedTask;
    }

    /// <summary>Both at once, so that a collector that is away costs its time only once.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
            Task.Run(() => tracers?.Shutdown(FlushMilliseconds), CancellationToken.None),
            Task.Run(() => meters?.Shutdown(FlushMilliseconds), CancellationToken.None)
        );

    public void Dispose()
    {
        tracers?.Dispose();
        meters?.Dispose();
    }

    private MeterProvider BuildMeters()
    {
        Metrics = new PrometheusExporter();
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(s => s.AddSingleton(configuration))
            .ConfigureResource(r => Describe(r))
            .AddMeter(BridgeMetrics.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddMeter("System.Net.Http", "Npgsql", "System.Runtime")
            .AddView(i => i.Meter.Name == "System.Net.Http" ? new MetricStreamConfiguration { TagKeys = HttpTags } : null)
            .AddReader(new BaseExportingMetricReader(Metrics));
        return (settings.Metrics ? builder.AddOtlpExporter() : builder).Build();
    }

    private TracerProvider BuildTracers() =>
        Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(s => s.AddSingleton(configuration))
            .ConfigureResource(r => Describe(r))
            .AddSource(Traces.Name, Scrubbing.Server, Scrubbing.Client, Scrubbing.Database)
            .AddProcessor(new Scrubbing())
            .AddOtlpExporter()
            .Build();
}
