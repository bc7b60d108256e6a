using System.Diagnostics;
using System.Diagnostics.Metrics;
using SmsBridge.Observability;

namespace SmsBridge.Admin;

/// <summary>What waits, as gauges. Every instance shows the same numbers: take the largest, do not add them up.</summary>
internal sealed class BacklogMetrics : IInstruments
{
    public BacklogMetrics(IMeterFactory meters, Backlog backlog)
    {
        var meter = meters.Create(BridgeMetrics.Name);
        Count("texts.waiting", "{text}", "Texts that are not answered (in) or not sent (out) yet", "direction");
        Age("texts.waiting", "texts.oldest_age", "How long the oldest of them has waited", "direction");
        Count("work.due", "{thread}", "Threads with work that is due and that nobody has taken up", MetricTags.Kind);
        Age("work.due", "work.overdue", "How long the oldest of it has been due", MetricTags.Kind);
        Count("work.held", "{thread}", "Threads whose work waits because something failed", MetricTags.Kind, MetricTags.Category);
        Count("failures.open", "{failure}", "Work that gave up and was not replayed", MetricTags.Kind, MetricTags.Category);
        Count("handoffs.open", "{handoff}", "Handoffs that wait for people, or that people have", MetricTags.Queue, "state");
        Age("handoffs.open", "handoffs.oldest_age", "How long ago the oldest of them was requested", MetricTags.Queue, "state");
        Count("queue.unpublished", "{event}", "Handoff events that the queue does not have yet", MetricTags.Queue);
        Age("queue.unpublished", "queue.unpublished.oldest_age", "How long the oldest of them has waited", MetricTags.Queue);
        Count("queue.untaken", "{event}", "Events in a queue of type postgres that nobody has acknowledged", MetricTags.Queue);
        Age("queue.untaken", "queue.untaken.oldest_age", "How long the oldest of them has been there", MetricTags.Queue);
        Count("queue.stopped", null, "1: the receiver wants no more events, and somebody has to let it go on", MetricTags.Queue);
        meter.CreateObservableGauge("smsbridge.database.up", () => Up(backlog), null, "1: the database answered when it was last asked");
        meter.CreateObservableGauge(
            "smsbridge.backlog.age",
            () => backlog.Age is { } age ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s",
            "Since the numbers of what waits were read"
        );

        void Count(string what, string? unit, string description, string first, string? second = null) =>
            meter.CreateObservableGauge(
                $"smsbridge.{what}",
                () => backlog.Of(what).Select(w => new Measurement<long>(w.Count, Tags(w, first, second))),
                unit,
                description
            );

        void Age(string what, string name, string description, string first, string? second = null) =>
            meter.CreateObservableGauge(
                $"smsbridge.{name}",
                () => backlog.Of(what).Select(w => new Measurement<double>(w.Age, Tags(w, first, second))),
                "s",
                description
            );
    }

    private static IEnumerable<Measurement<int>> Up(Backlog backlog)
    {
        backlog.Look();
        return backlog.IsUp is { } up ? [new Measurement<int>(up ? 1 : 0)] : [];
    }

    private static TagList Tags(Waiting waiting, string first, string? second)
    {
        var tags = new TagList { { first, waiting.Name } };
        if (second is not null)
        {
            tags.Add(second, waiting.More);
        }

        return tags;
    }
}
