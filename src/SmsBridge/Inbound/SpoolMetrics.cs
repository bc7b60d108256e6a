using System.Diagnostics.Metrics;
using SmsBridge.Observability;

namespace SmsBridge.Inbound;

/// <summary>What waits on this instance's disk.</summary>
internal sealed class SpoolMetrics : IInstruments
{
    public SpoolMetrics(IMeterFactory meters, SpoolLog spool, TimeProvider time)
    {
        var meter = meters.Create(BridgeMetrics.Name);
        meter.CreateObservableGauge("smsbridge.spool.texts", () => spool.Texts, "{text}", "Texts that wait on the disk for the database");
        meter.CreateObservableGauge("smsbridge.spool.size", () => spool.Bytes, "By", "Their size");
        meter.CreateObservableGauge(
            "smsbridge.spool.oldest_age",
            () => spool.Since is { } since ? (time.GetUtcNow() - since).TotalSeconds : 0,
            "s",
            "How long the oldest of them has waited; 0: none waits"
        );
    }
}
