using System.Text.Json;

namespace SmsBridge.Numbers;

/// <summary>How one number behaves, as ops write it. Members are those of the public contract; more may come, none goes.</summary>
/// <remarks>No <c>init</c>: generated readers would set left-out members to null or zero instead of the value given here.</remarks>
internal sealed record NumberDocument
{
    public const int DefaultSegmentsPerPart = 10;

    /// <summary>What 1,600 characters, the most that Twilio takes, come to when all of them are emoji: no budget is ever above that.</summary>
    public const int MaxSegmentsPerPart = 25;

    /// <summary>No text waits longer than this for the ones behind it.</summary>
    public static readonly TimeSpan MaxCoalesce = TimeSpan.FromSeconds(15);

    internal const string DefaultMediaLine = "[The customer sent {count} file(s): {types}]";

    /// <summary>
    /// The address that customers text: E.164, short code, <c>whatsapp:+…</c> or <c>rcs:…</c>. With PUT it equals the number in the path.
    /// </summary>
    public required string Number { get; set; }

    /// <summary>False: texts are acknowledged and go nowhere.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>A name of your own. It also stands before the bridge's answers to STOP, START and HELP.</summary>
    public string? Label { get; set; }

    /// <summary>The name, under <c>Twilio:Accounts</c>, of the account that owns the number.</summary>
    public required string TwilioAccount { get; set; }

    /// <summary>Replies go through this Messaging Service (<c>MG…</c>), from this number, which must be in its sender pool.</summary>
    public string? MessagingServiceSid { get; set; }

    /// <summary>The name of the agent under <c>Agents</c>.</summary>
    public required string Agent { get; set; }

    /// <summary>The agent's variant, sent on create as <c>variant_id</c>; null: the agent's own choice.</summary>
    public string? VariantId { get; set; }

    /// <summary>
    /// BCP 47, for example <c>en-US</c>; sent on create as both language codes, and decides in which language the bridge itself speaks.
    /// </summary>
    public string? Language { get; set; }

    /// <summary>
    /// Sent on create within <c>integration_attributes</c>, beside the reserved ones. Strings may hold fields such as
    /// <c>{{from_city|unknown}}</c>.
    /// </summary>
    public Dictionary<string, JsonElement> Attributes { get; set; } = [];

    /// <summary>The name of the service under <c>Lookups</c> that is asked for more attributes on create; null: none.</summary>
    public string? Lookup { get; set; }

    /// <summary>To the first text of a conversation: the agent's answer alone, or its greeting and then the answer.</summary>
    public string FirstReply { get; set; } = FirstReplies.Answer;

    /// <summary>
    /// Texts that arrive within this window become one turn, joined by line breaks; at most <c>00:00:15</c>. Each text restarts it, but
    /// the first waits no longer than five windows, or 15 s. Texts that wait while a turn runs are joined in any case.
    /// </summary>
    public TimeSpan Coalesce { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// A text comes in while the agent answers: <c>queue</c> answers both; <c>withhold</c> drops the answer and asks again with both
    /// texts, at most three times in a row and not once the first text is 30 s old. An answer that hands over or ends the conversation
    /// is never dropped.
    /// </summary>
    public string OnTextDuringTurn { get; set; } = TextsDuringTurn.Queue;

    /// <summary>
    /// Silence of the customer after which the conversation is closed, or the customer warned. Only the customer's own texts end a
    /// silence.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Sent after <c>idleTimeout</c>; null or empty: the conversation is closed without a warning. At most 1,600 characters.
    /// </summary>
    public string? IdleWarning { get; set; }

    /// <summary>Time from the warning to the close; a text in it keeps the conversation.</summary>
    public TimeSpan IdleGrace { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// SMS segments that one text to the customer may take, 1 to 25. A longer reply goes out as several texts, each within 1,600
    /// characters as well.
    /// </summary>
    public int SegmentsPerPart { get; set; } = DefaultSegmentsPerPart;

    /// <summary>
    /// Tells the agent of files, on a line below the text; <c>{count}</c> and <c>{types}</c> are filled in. Empty: no line, but a
    /// message of files alone is asked with the default one.
    /// </summary>
    public string MediaLine { get; set; } = DefaultMediaLine;

    /// <summary>
    /// Who answers STOP, START and HELP: <c>provider</c> (Twilio, the network or somebody else; the bridge stays silent) or
    /// <c>bridge</c>. Null: Twilio where it does, and the bridge where Twilio does not.
    /// </summary>
    public string? OptOutReplies { get; set; }

    /// <summary>When texts that you start wait, at most 18 hours; null: never.</summary>
    public QuietHours? QuietHours { get; set; }

    /// <summary>What happens when the agent hands over to people.</summary>
    public HandoffSettings Handoff { get; set; } = new();

    /// <summary>What the bridge itself says. Null: as the settings say, else a default in the number's language; empty: nothing.</summary>
    public NumberTexts Texts { get; set; } = new();

    /// <summary>What customers may cost this number. Null: as the settings say, or without a setting off; 0: off.</summary>
    public NumberLimits Limits { get; set; } = new();

    /// <summary>How long what customers wrote is kept. Null: as the settings say, and without a setting for good; zero: for good.</summary>
    public NumberRetention Retention { get; set; } = new();

    /// <summary>Countries whose customers are answered, as ISO 3166-1 alpha-2 codes; null: all.</summary>
    public List<string>? ReplyCountries { get; set; }
}

/// <summary>What happens when the agent hands over.</summary>
internal sealed record HandoffSettings
{
    /// <summary>The queue for destinations that have none of their own; null: <c>Handoff:DefaultQueue</c>.</summary>
    public string? Queue { get; set; }

    /// <summary>How long people have to accept.</summary>
    public TimeSpan PickupDeadline { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Nobody has accepted by then: <c>agent</c> gives the thread back to the agent, <c>hold</c> lets it wait for people.
    /// </summary>
    public string OnExpiry { get; set; } = PickupExpiry.Agent;

    /// <summary><c>priority</c> of events where the agent names none; any word of the desk's, 1 to 32 characters.</summary>
    public string? Priority { get; set; }

    /// <summary>Tells the desk, in events, whether people are there; null: they do not say.</summary>
    public BusinessHours? BusinessHours { get; set; }

    public const int MaxPriority = 32;
}

/// <summary>What becomes of a handoff that nobody accepts in time.</summary>
internal static class PickupExpiry
{
    /// <summary>It is over: the next text goes to the agent.</summary>
    public const string Agent = "agent";

    /// <summary>It goes on waiting: texts still go to the desk, which may accept at any time.</summary>
    public const string Hold = "hold";

    public static readonly string[] All = [Agent, Hold];
}

/// <summary>What becomes of the agent's reply when the customer has texted again while it was made.</summary>
internal static class TextsDuringTurn
{
    /// <summary>It is sent; the new text is answered next.</summary>
    public const string Queue = "queue";

    /// <summary>It is dropped, and the agent is asked again with the new text as well.</summary>
    public const string Withhold = "withhold";

    public static readonly string[] All = [Queue, Withhold];
}

/// <summary>What the customer gets for the first text of a conversation.</summary>
internal static class FirstReplies
{
    /// <summary>Only the agent's answer to the text.</summary>
    public const string Answer = "answer";

    /// <summary>The greeting that create returned, then the answer.</summary>
    public const string GreetingAndAnswer = "greeting-and-answer";

    public static readonly string[] All = [Answer, GreetingAndAnswer];
}

/// <summary>Who answers the keywords of consent.</summary>
internal static class OptOutReply
{
    /// <summary>Twilio, the network or somebody else: the bridge stays silent, whatever comes.</summary>
    public const string Provider = "provider";

    /// <summary>The bridge, whatever Twilio does.</summary>
    public const string Bridge = "bridge";

    public static readonly string[] All = [Provider, Bridge];
}
