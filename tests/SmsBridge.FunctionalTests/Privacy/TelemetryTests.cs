using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using SmsBridge.FunctionalTests.Handoff;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>What others can measure and trace names no customer and quotes nobody.</summary>
public sealed class TelemetryTests(SharedBridge shared) : LiveAgentTests(shared)
{
    private const string Words = "unmeasurable-words";

    /// <summary>Of the sources that are ours to answer for; those of the framework name paths and are told apart where they are exported.</summary>
    private static bool IsOurs(ActivitySource source) => source.Name.StartsWith("SmsBridge", StringComparison.Ordinal);

    [Fact]
    public async Task Neither_tags_of_metrics_nor_our_own_traces_hold_a_number_or_a_text()
    {
        var (metrics, traces) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        using var meters = Measure(metrics);
        using var activities = Trace(traces);

        var (customer, person) = await WithPeople($"human {Words}");
        await customer.Texts($"{Words} for people");
        await person.Hears("message");
        await person.Writes($"{Words} from people", "t-1");
        await customer.Receives();
        await Ops.Get($"/api/v1/threads?customer={Uri.EscapeDataString(customer.Address)}");
        await Ops.Get(Remains.Path(customer));
        await Ops.Get($"/api/v1/nothing/{customer.Address}");
        await customer.Texts("STOP");
        await customer.Settles();
        await Ops.Delete(Remains.Path(customer));

        metrics.ShouldContain(m => m.StartsWith("SmsBridge/smsbridge.texts ", StringComparison.Ordinal), "nothing was measured");
        metrics.Count.ShouldBeGreaterThan(20);
        foreach (var told in metrics.Concat(traces))
        {
            told.ShouldNotContain(customer.Address[2..]);
            told.ShouldNotContain(Words);
        }
    }

    private static MeterListener Measure(ConcurrentQueue<string> seen)
    {
        var meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<long>((i, _, tags, _) => Add(i, tags));
        meters.SetMeasurementEventCallback<int>((i, _, tags, _) => Add(i, tags));
        meters.SetMeasurementEventCallback<double>((i, _, tags, _) => Add(i, tags));
        meters.Start();
        return meters;

        void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen.Enqueue($"{instrument.Meter.Name}/{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}");
    }

    private static ActivityListener Trace(ConcurrentQueue<string> seen)
    {
        var activities = new ActivityListener
        {
            ShouldListenTo = IsOurs,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                seen.Enqueue($"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription}");
                foreach (
                    var (name, value) in activity
                        .TagObjects.Concat(activity.Events.SelectMany(e => e.Tags))
                        .Concat(activity.Baggage.Select(b => KeyValuePair.Create(b.Key, (object?)b.Value)))
                )
                {
                    seen.Enqueue($"{name}={value}");
                }
            },
        };
        ActivitySource.AddActivityListener(activities);
        return activities;
    }
}
