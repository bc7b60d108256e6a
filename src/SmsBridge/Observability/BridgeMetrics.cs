using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SmsBridge.Observability;

/// <summary>
/// What becomes of the texts of customers. The bridge has one meter; its other instruments are in the classes beside this one. A tag is one of
/// a few words, the name of something configured, or the class of a number: never a number or a customer.
/// </summary>
internal sealed class BridgeMetrics
{
    public const string Name = "SmsBridge";

    private readonly Counter<long> texts;
    private readonly Counter<long> notTaken;
    private readonly Counter<long> ignored;
    private readonly Counter<long> withheld;
    private readonly Counter<long> lookups;
    private readonly Counter<long> staleReplies;
    private readonly Counter<long> consents;

    public BridgeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        texts = meter.CreateCounter<long>("smsbridge.texts", "{text}", "Inbound texts acknowledged, by what became of them");
        notTaken = meter.CreateCounter<long>(
            "smsbridge.texts.not_taken",
            "{text}",
            "Inbound texts acknowledged that start no turn, by reason"
        );
        ignored = meter.CreateCounter<long>(
            "smsbridge.texts.ignored",
            "{text}",
            "Inbound texts that the agent was not asked about, by reason"
        );
        withheld = meter.CreateCounter<long>(
            "smsbridge.texts.withheld",
            "{text}",
            "Texts to customers that a limit kept from being sent, by reason"
        );
        lookups = meter.CreateCounter<long>("smsbridge.lookups", "{lookup}", "Lookups of customers as conversations open, by outcome");
        staleReplies = meter.CreateCounter<long>("smsbridge.replies.withheld", "{reply}", "Replies dropped because a newer text came in");
        consents = meter.CreateCounter<long>("smsbridge.consents", "{change}", "Opt-outs, and their ends, by who said so");
    }

    /// <param name="how"><c>new</c>, <c>duplicate</c> or <c>spooled</c>.</param>
    /// <param name="numberClass">Of the address that was texted.</param>
    public void TextTaken(string how, string agent, string numberClass) =>
        texts.Add(
            1,
            new TagList
            {
                { "how", how },
                { "agent", agent },
                { MetricTags.NumberClass, numberClass },
            }
        );

    public void TextNotTaken(string reason) => notTaken.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void ReplyWithheld() => staleReplies.Add(1);

    public void TextIgnored(string reason) => ignored.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void TextWithheld(string reason) => withheld.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="outcome"><c>found</c>, <c>nothing</c>, <c>cached</c>, <c>failed</c> or <c>skipped</c>.</param>
    public void LookedUp(string lookup, string outcome) =>
        lookups.Add(1, new KeyValuePair<string, object?>("lookup", lookup), new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="how">Who said so, and where: one of the words of the table of consents.</param>
    public void ConsentChanged(bool optedOut, string how) =>
        consents.Add(1, new TagList { { "change", optedOut ? "opt-out" : "opt-in" }, { "how", how } });
}
