using System.Text.Json.Serialization;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>When status callbacks are sent.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallbackMode>))]
internal enum CallbackMode
{
    /// <summary>After the create was answered, with the plan's delays.</summary>
    AfterAnswer,

    /// <summary>All of them before the create is answered, so that they overtake the 201.</summary>
    BeforeAnswer,

    /// <summary>None; the states still move and can be fetched.</summary>
    Off,
}

/// <summary>How a message's states move and how they are called back.</summary>
internal sealed record CallbackPlan
{
    public CallbackMode Mode { get; init; }

    /// <summary>From create to <c>sent</c> (or <c>failed</c>).</summary>
    public TimeSpan SentAfter { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>From <c>sent</c> to <c>delivered</c> (or <c>undelivered</c>).</summary>
    public TimeSpan DeliveredAfter { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Also call back <c>sending</c>, which Twilio does only at times.</summary>
    public bool Sending { get; init; }

    /// <summary>Probability that the callbacks of a message arrive in reverse order.</summary>
    public double ReorderRate { get; init; }

    /// <summary>Probability that each callback is sent twice.</summary>
    public double DuplicateRate { get; init; }
}
