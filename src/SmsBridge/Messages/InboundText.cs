namespace SmsBridge.Messages;

/// <summary>One text from a customer, as the channel delivered it.</summary>
/// <param name="ProviderSid">The provider's id; counts once.</param>
/// <param name="Facts">What the provider told about the sender, by attribute name (<c>from_city</c> …); null when nothing.</param>
/// <param name="Media">A JSON list of <c>{ url, contentType }</c>; null when none.</param>
/// <param name="Kind">One of <see cref="TextKind"/>; null for an ordinary text.</param>
/// <param name="Details">A JSON object with what came beside the text, under the names by which the agent reads it; null when nothing.</param>
internal sealed record InboundText(
    Guid ThreadId,
    string Number,
    string Customer,
    string Channel,
    string ProviderSid,
    string Text,
    string? Facts,
    string? Media,
    string? Kind = null,
    string? Details = null
)
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The trace that it belongs to, as W3C traceparent; null where nobody traces.</summary>
    public string? Trace { get; init; }

    /// <summary>Another address of the customer's, which the provider has named beside; null: none.</summary>
    public string? OtherAddress { get; init; }

    /// <summary>It is a keyword, and the provider has answered it itself.</summary>
    public bool AnsweredByProvider { get; init; }
}

/// <summary>A recorded text that waits for its turn.</summary>
internal sealed record WaitingText(
    Guid Id,
    string Text,
    string ProviderSid,
    string? Facts,
    string? Media,
    string? Kind = null,
    string? Details = null
)
{
    /// <summary>Since it was recorded, by the database's clock; zero: just now.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Whether it was among several that the agent was, or may have been, asked together.</summary>
    public bool Asked { get; init; }

    /// <summary>When it was stored, by the database's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The moment at which <see cref="Age"/> was right, by this process's monotonic clock.</summary>
    public long ReadAt { get; init; }

    /// <summary>See <see cref="InboundText.Trace"/>.</summary>
    public string? Trace { get; init; }
}
