using System.Diagnostics.Metrics;

namespace SmsBridge.Observability;

/// <summary>The bridge's one meter.</summary>
internal sealed class BridgeMetrics
{
    public const string Name = "SmsBridge";

    private readonly Counter<long> texts;
    private readonly Counter<long> notTaken;

    public BridgeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        texts = meter.CreateCounter<long>("smsbridge.texts", "{text}", "Inbound texts acknowledged, by what became of them");
        notTaken = meter.CreateCounter<long>(
            "smsbridge.texts.not_taken",
            "{text}",
            "Inbound texts acknowledged that start no turn, by reason"
        );
    }

    /// <param name="how"><c>new</c>, <c>duplicate</c> or <c>spooled</c>.</param>
    public void TextTaken(string how) => texts.Add(1, new KeyValuePair<string, object?>("how", how));

    public void TextNotTaken(string reason) => notTaken.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
