using System.Diagnostics;
using System.Diagnostics.Metrics;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>What becomes of texts to customers.</summary>
internal sealed class SendMetrics
{
    private readonly Counter<long> sends;
    private readonly Counter<long> segments;
    private readonly Counter<long> callbacks;
    private readonly NumberBook numbers;

    public SendMetrics(IMeterFactory meters, NumberBook numbers)
    {
        this.numbers = numbers;
        var meter = meters.Create(BridgeMetrics.Name);
        sends = meter.CreateCounter<long>("smsbridge.sends", "{text}", "Attempts to send a text to a customer, by how they ended");
        segments = meter.CreateCounter<long>("smsbridge.sends.segments", "{segment}", "SMS segments that the provider accepted");
        callbacks = meter.CreateCounter<long>(
            "smsbridge.delivery.callbacks",
            "{callback}",
            "What the provider said about texts on their way; it may say a thing twice"
        );
    }

    /// <param name="number">The address that sends.</param>
    /// <param name="outcome"><c>accepted</c>, <c>canceled</c>, <c>withheld</c>, <c>failed</c> or <c>postponed</c>.</param>
    public void Sent(string number, string outcome, Failure? failure, int segmentCount)
    {
        var tags = Tags(number);
        if (outcome == "accepted" && segmentCount > 0)
        {
            segments.Add(segmentCount, tags);
        }

        tags.Add(MetricTags.Outcome, outcome);
        tags.Add(MetricTags.Category, failure?.Category.ToString() ?? MetricTags.None);
        sends.Add(1, tags);
    }

    /// <param name="state">Null for a word that we do not know.</param>
    public void Told(string number, string? state, Failure? failure)
    {
        var tags = Tags(number);
        tags.Add("state", state ?? "unknown-word");
        tags.Add(MetricTags.Category, failure?.Category.ToString() ?? MetricTags.None);
        callbacks.Add(1, tags);
    }

    private TagList Tags(string number) =>
        new() { { MetricTags.Agent, numbers.Find(number)?.Agent ?? MetricTags.None }, { MetricTags.NumberClass, NumberClass.Of(number) } };
}
