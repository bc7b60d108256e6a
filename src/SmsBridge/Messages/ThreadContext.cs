using SmsBridge.Numbers;

namespace SmsBridge.Messages;

/// <summary>What a turn needs to know of its thread.</summary>
internal sealed record ThreadContext(Guid Id, string Number, string Customer, string Channel, string State, Conversation? Conversation)
{
    /// <summary>What the next create tells the agent besides the usual, as a JSON object: how people's turn with the thread ended.</summary>
    public string? NextAttributes { get; init; }

    public RecentTexts Recent { get; init; } = new();

    /// <summary>Texts that come before are ignored.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }

    /// <summary>SMS segments that were queued to the customer on this UTC day.</summary>
    public int SegmentsToday { get; init; }
}

/// <summary>The open conversation of a thread.</summary>
/// <param name="Settings">The number document when it was opened.</param>
internal sealed record Conversation(Guid Id, string ChatConversationId, string Agent, NumberDocument Settings);

/// <summary>What a leased turn has in hand: the thread and its waiting texts in order.</summary>
internal sealed record WaitingTexts(ThreadContext Thread, IReadOnlyList<WaitingText> Texts)
{
    /// <summary>How often the agent was, or may have been, asked about them, as the row of the work says.</summary>
    public int Asks { get; init; }
}
