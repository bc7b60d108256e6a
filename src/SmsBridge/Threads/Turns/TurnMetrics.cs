using System.Diagnostics;
using System.Diagnostics.Metrics;
using SmsBridge.Numbers;
using SmsBridge.Observability;

namespace SmsBridge.Threads.Turns;

/// <summary>How turns end, how long customers wait for them, and how much of that is the bridge's own.</summary>
internal sealed class TurnMetrics
{
    private readonly Counter<long> turns;
    private readonly Histogram<double> durations;
    private readonly Histogram<double> overheads;
    private readonly TimeProvider time;

    public TurnMetrics(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create(BridgeMetrics.Name);
        turns = meter.CreateCounter<long>("smsbridge.turns", "{turn}", "Attempts at a turn, by how they ended");
        durations = meter.CreateHistogram(
            "smsbridge.turn.duration",
            "s",
            "From the first text's arrival until its answer is in line to be sent",
            tags: null,
            Buckets.Waits
        );
        overheads = meter.CreateHistogram(
            "smsbridge.turn.overhead",
            "s",
            "The part of a turn's duration that was neither the agent's nor a lookup's: waiting for room and for more texts included",
            tags: null,
            Buckets.Calls
        );
    }

    public void Taken(TurnOutcome outcome)
    {
        var agent = outcome.Agent ?? MetricTags.None;
        var numberClass = NumberClass.Of(outcome.Thread.Number);
        var tags = new TagList { { MetricTags.Agent, agent }, { MetricTags.NumberClass, numberClass } };
        if (outcome.Result is TurnOutcome.Answered or TurnOutcome.HandedOver && outcome.Texts is [var first, ..])
        {
            var all = first.Age + time.GetElapsedTime(first.ReadAt);
            durations.Record(all.TotalSeconds, tags);
            overheads.Record(Math.Max(0, (all - outcome.AgentTime).TotalSeconds), tags);
        }

        tags.Add(MetricTags.Outcome, outcome.Result);
        tags.Add(MetricTags.Category, outcome.Failure?.Category.ToString() ?? MetricTags.None);
        turns.Add(1, tags);
    }
}
