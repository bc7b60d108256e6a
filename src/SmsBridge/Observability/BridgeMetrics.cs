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
        texts = meter.CreateCounter<long>("smsbridge.texts", "{text}", "Inbound texts acknowledged");
        notTaken = meter.CreateCounter<long>(
            "smsbridge.texts.not_taken",
            "{text}",
            "Inbound texts acknowledged that start no turn, by reason"
        );
    }

    public void TextTaken() => texts.Add(1);

    public void TextNotTaken(string reason) => notTaken.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
