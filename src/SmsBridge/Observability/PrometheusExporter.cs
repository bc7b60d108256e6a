using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace SmsBridge.Observability;

/// <summary>
/// Metrics as Prometheus scrapes them. OpenTelemetry's own exporters for Prometheus are pre-releases, which the feeds this builds from do not
/// have; what they add to the SDK is a text format, and that is small.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock scraping = new();
    private PrometheusWriter? writer;

    /// <summary>Set by the reader.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>One scrape at a time: several at once would read each other's numbers.</summary>
    public string Scrape(bool openMetrics)
    {
        lock (scraping)
        {
            var current = new PrometheusWriter(openMetrics);
            current.WriteTarget(ParentProvider.GetResource().Attributes);
            writer = current;
            Collect?.Invoke(Timeout.Infinite);
            writer = null;
            return current.End();
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        // Nobody asked: the reader also collects as the process ends.
        if (writer is { } current)
        {
            foreach (var metric in batch)
            {
                current.Write(metric);
            }
        }

        return ExportResult.Success;
    }
}
