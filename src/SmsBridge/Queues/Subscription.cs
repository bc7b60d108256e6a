namespace SmsBridge.Queues;

/// <summary>The types of events that a queue gets. Types added later come only to queues that list them: docs/decisions/0009.</summary>
internal sealed class Subscription
{
    private const string All = "*";
    private const string Prefix = "smsbridge.handoff.";
    private const string Suffix = ".v1";

    private static readonly string[] Usual =
    [
        HandoffEventType.Requested,
        HandoffEventType.Message,
        HandoffEventType.Released,
        HandoffEventType.Expired,
    ];

    private readonly HashSet<string>? types;

    /// <param name="events">As in the settings; empty: the types that the first consumers were written for.</param>
    public Subscription(IReadOnlyCollection<string> events) =>
        types = events.Contains(All) ? null : (events.Count == 0 ? Usual : events.Select(Type)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The short words for the types that there are.</summary>
    public static IReadOnlyList<string> Words { get; } = ["requested", "message", "released", "expired", "accepted", "delivery"];

    /// <summary>Whole names of types; <c>*</c> for all.</summary>
    public IReadOnlyList<string> Types => types?.ToList() ?? [All];

    public bool Includes(string type) => types?.Contains(type) ?? true;

    public static bool Knows(string word) => word == All || Words.Any(w => Type(w) == Type(word));

    private static string Type(string word) => word.Contains('.') ? word : $"{Prefix}{word}{Suffix}";
}
