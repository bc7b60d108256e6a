using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>Listens to the meter of one instance, as a metrics exporter does.</summary>
internal sealed class Counters : IDisposable
{
    private readonly ConcurrentDictionary<string, long> sums = new();
    private readonly MeterListener listener = new();

    public Counters(BridgeInstance instance)
    {
        // Other instances in this process have a meter of the same name; the factory tells them apart.
        var ours = instance.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "SmsBridge" && ReferenceEquals(instrument.Meter.Scope, ours))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                foreach (var (name, tag) in tags)
                {
                    sums.AddOrUpdate($"{instrument.Name} {name}={tag}", value, (_, sum) => sum + value);
                }
            }
        );
        listener.Start();
    }

    /// <param name="counter">Instrument and one tag: <c>smsbridge.texts.not_taken reason=unknown-number</c>.</param>
    public long this[string counter] => sums.GetValueOrDefault(counter);

    public void Dispose() => listener.Dispose();
}
