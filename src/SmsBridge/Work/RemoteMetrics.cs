using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using SmsBridge.Observability;

namespace SmsBridge.Work;

/// <summary>How agents, Twilio accounts and queues answer, and which of them this instance leaves alone for now.</summary>
internal sealed class RemoteMetrics
{
    private readonly ConcurrentBag<RemoteHealth> all = [];
    private readonly Histogram<double> calls;

    public RemoteMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(BridgeMetrics.Name);
        calls = meter.CreateHistogram(
            "smsbridge.provider.call.duration",
            "s",
            "One call as the bridge waits for it, quick retries included",
            tags: null,
            Buckets.Calls
        );
        meter.CreateObservableGauge("smsbridge.provider.paused", () => Each(h => h.Paused), null, "1: credentials are refused, work waits");
        meter.CreateObservableGauge("smsbridge.provider.circuit_open", () => Each(h => h.CircuitOpen), null, "1: it fails, work waits");
    }

    /// <param name="kind"><c>agent</c>, <c>twilio</c> or <c>queue</c>.</param>
    public RemoteHealth Watch(string kind, string name)
    {
        var health = new RemoteHealth(kind, name, calls);
        all.Add(health);
        return health;
    }

    private IEnumerable<Measurement<int>> Each(Func<RemoteHealth, bool> is1) =>
        all.Select(h => new Measurement<int>(is1(h) ? 1 : 0, new TagList { { "provider", h.Kind }, { "name", h.Name } }));
}

/// <summary>The state of one provider as this instance sees it.</summary>
internal sealed class RemoteHealth(string kind, string name, Histogram<double> calls)
{
    public string Kind => kind;

    public string Name => name;

    /// <summary>Its credentials are refused.</summary>
    public volatile bool Paused;

    /// <summary>It fails, and is left alone for some seconds.</summary>
    public volatile bool CircuitOpen;

    public void Called(TimeSpan duration, Failure? failure) =>
        calls.Record(
            duration.TotalSeconds,
            new TagList
            {
                { "provider", kind },
                { "name", name },
                { MetricTags.Outcome, failure?.Category.ToString() ?? "ok" },
            }
        );
}
