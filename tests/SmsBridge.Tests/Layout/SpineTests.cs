using System.Text.RegularExpressions;

namespace SmsBridge.Tests.Layout;

/// <summary>
/// The files in which control passes on, or something is decided, for one text that comes in while a conversation is open: what somebody reads who wants
/// to know what happens to a text. Storage's way of writing in batches is the same for all, and is not among them.
/// </summary>
public sealed class SpineTests
{
    private const int Most = 26;
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private static readonly string[] Spine =
    [
        // The webhook
        "Twilio/Webhooks/TextWebhooks.cs",
        "Twilio/Webhooks/WebhookAuthenticator.cs",
        "Twilio/Webhooks/InboundFields.cs",
        "Threads/Consent/Keyword.cs",
        "Inbound/InboundReceiver.cs",
        "Inbound/InboundStore.cs",
        // The turn
        "Work/WorkLoop.cs",
        "Threads/Turns/TurnWorker.cs",
        "Threads/Turns/Screening.cs",
        "Threads/Limits/TextLimits.cs",
        "Threads/Turns/Turn.cs",
        "Threads/Turns/Burst.cs",
        "Agents/ChatApi/ChatAgent.cs",
        "Agents/ChatApi/IChatApi.cs",
        "Work/Remote.cs",
        "Threads/Turns/TurnDecisions.cs",
        "Outbound/OutboundQueue.cs",
        "Shaping/TextShaper.cs",
        "Threads/Turns/TurnStore.cs",
        "Work/HeldWork.cs",
        // The reply
        "Outbound/SendWorker.cs",
        "Outbound/SegmentCeilings.cs",
        "Twilio/TwilioClient.cs",
        "Twilio/TwilioRest.cs",
        "Outbound/SendStore.cs",
        "Outbound/DeliveryReceipts.cs",
    ];

    /// <summary>Whoever is named for a file that nobody names: agents are found by the names that operators give them.</summary>
    private static readonly Dictionary<string, string> Behind = new(StringComparer.Ordinal)
    {
        ["Agents/ChatApi/ChatAgent.cs"] = "AgentRegistry",
    };

    [Fact]
    public void One_text_crosses_few_files()
    {
        Spine.Length.ShouldBeLessThanOrEqualTo(Most);
        Spine.Except(Sources.Files.Keys).ShouldBeEmpty("the list names files that are there");
    }

    /// <summary>A list that leaves a step out breaks the chain: each file is named by one before it, by a type that it declares or an interface of that.</summary>
    [Fact]
    public void Each_file_is_reached_from_one_before_it()
    {
        for (var i = 1; i < Spine.Length; i++)
        {
            List<string> declared = Behind.TryGetValue(Spine[i], out var behind) ? [behind] : Declared(Sources.Files[Spine[i]]);
            Spine
                .Take(i)
                .Any(before => declared.Exists(type => Regex.IsMatch(Sources.Files[before], $@"\b{type}\b", Safe)))
                .ShouldBeTrue($"{Spine[i]} ({string.Join(", ", declared)}) is named by none of the files before it");
        }
    }

    private static List<string> Declared(string source) =>
        [
            .. Regex
                .Matches(
                    source,
                    @"^internal (static |sealed |partial |readonly )*(class|record struct|record|interface) (?<name>\w+)",
                    Safe | RegexOptions.Multiline
                )
                .Select(m => m.Groups["name"].Value),
            .. Regex
                .Matches(source, @"^\s*(: |\) : )(?<name>I[A-Z]\w+)", Safe | RegexOptions.Multiline)
                .Select(m => m.Groups["name"].Value),
        ];
}
