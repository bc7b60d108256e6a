using System.Diagnostics;
using System.Diagnostics.Metrics;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>What becomes of handoff events on their way to the queues.</summary>
internal sealed class HandoffMetrics
{
    private readonly Counter<long> events;

    public HandoffMetrics(IMeterFactory meters) =>
        events = meters
            .Create(BridgeMetrics.Name)
            .CreateCounter<long>("smsbridge.handoff.events", "{event}", "Attempts to give a handoff event to a queue, by how they ended");

    /// <param name="type">As in the event: one of a handful.</param>
    /// <param name="outcome"><c>published</c>, <c>skipped</c>, <c>postponed</c>, <c>stopped</c> or <c>given-up</c>.</param>
    public void Event(string queue, string type, string outcome, Failure? failure = null) =>
        events.Add(
            1,
            new TagList
            {
                { MetricTags.Queue, queue },
                { "type", type },
                { MetricTags.Outcome, outcome },
                { MetricTags.Category, failure?.Category.ToString() ?? MetricTags.None },
            }
        );
}
