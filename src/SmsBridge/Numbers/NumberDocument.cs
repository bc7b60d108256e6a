using System.Text.Json;

namespace SmsBridge.Numbers;

/// <summary>How one number behaves, as ops write it. Members are those of the public contract; more may come, none goes.</summary>
/// <remarks>No <c>init</c>: generated readers would set left-out members to null or zero instead of the value given here.</remarks>
internal sealed record NumberDocument
{
    /// <summary>The address customers text: E.164, short code, <c>whatsapp:+…</c> or <c>rcs:…</c>.</summary>
    public required string Number { get; set; }

    /// <summary>False: texts are acknowledged and go nowhere.</summary>
    public bool Enabled { get; set; } = true;

    public string? Label { get; set; }

    /// <summary>The name of the account under <c>Twilio:Accounts</c> that owns the number.</summary>
    public required string TwilioAccount { get; set; }

    /// <summary>Replies go through this Messaging Service (<c>MG…</c>) instead of naming the number as sender.</summary>
    public string? MessagingServiceSid { get; set; }

    /// <summary>The name of the agent under <c>Agents</c>.</summary>
    public required string Agent { get; set; }

    public string? VariantId { get; set; }

    /// <summary>BCP 47, for example <c>en-US</c>; sent as both language codes of the Chat API.</summary>
    public string? Language { get; set; }

    /// <summary>Sent as <c>integration_attributes</c> on create, beside the reserved ones.</summary>
    public Dictionary<string, JsonElement> Attributes { get; set; } = [];

    public string FirstReply { get; set; } = FirstReplies.Answer;

    /// <summary>Texts arriving within this window become one turn.</summary>
    public TimeSpan Coalesce { get; set; } = TimeSpan.Zero;

    /// <summary>A conversation is closed when the customer has been silent for this long.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(24);

    public HandoffSettings Handoff { get; set; } = new();
}

/// <summary>What happens when the agent hands over.</summary>
internal sealed record HandoffSettings
{
    /// <summary>The queue for destinations that have none of their own; null: the default queue.</summary>
    public string? Queue { get; set; }

    /// <summary>How long people have to accept.</summary>
    public TimeSpan PickupDeadline { get; set; } = TimeSpan.FromMinutes(15);
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
