using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SmsBridge.Observability;

namespace SmsBridge.Work;

/// <summary>The leases that this instance holds at the moment.</summary>
internal sealed class WorkMetrics
{
    private readonly ConcurrentDictionary<string, Func<int>> loops = new(StringComparer.Ordinal);

    public WorkMetrics(IMeterFactory meters) =>
        meters
            .Create(BridgeMetrics.Name)
            .CreateObservableGauge(
                "smsbridge.work.running",
                () => loops.Select(l => new Measurement<int>(l.Value(), new KeyValuePair<string, object?>(MetricTags.Kind, l.Key))),
                "{thread}",
                "Threads that this instance has leased, by kind of work"
            );

    public void Watch(string kind, Func<int> running) => loops[kind] = running;
}
