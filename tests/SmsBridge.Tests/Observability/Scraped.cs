using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using SmsBridge.Observability;

namespace SmsBridge.Tests.Observability;

/// <summary>Meters with the exporter behind them, as in the service.</summary>
internal sealed class Scraped : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PrometheusExporter exporter = new();
    private readonly MeterProvider provider;

    /// <param name="meter">Its name.</param>
    public Scraped(string meter) =>
        provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(r => Telemetry.Describe(r))
            .AddMeter(meter)
            .AddReader(new BaseExportingMetricReader(exporter))
            .Build();

    public IMeterFactory Meters => services.GetRequiredService<IMeterFactory>();

    /// <summary>The lines without those about the service itself.</summary>
    public List<string> Lines(bool openMetrics = false) =>
        [.. Text(openMetrics).Split('\n').Where(l => l.Length > 0 && !l.Contains("target", StringComparison.Ordinal))];

    public string Text(bool openMetrics = false) => exporter.Scrape(openMetrics);

    public void Dispose()
    {
        provider.Dispose();
        services.Dispose();
    }
}
