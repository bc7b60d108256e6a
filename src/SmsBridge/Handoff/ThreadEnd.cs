using SmsBridge.Outbound;

namespace SmsBridge.Handoff;

/// <summary>Why a thread is taken from the agent or from people, and what that does.</summary>
/// <param name="Reason">Stored with the conversation and the handoff that end, and told to the desk.</param>
internal sealed record ThreadEnd(Guid ThreadId, string Reason)
{
    /// <summary>Only a conversation with the agent whose customer has been silent for so long; null: whatever is open.</summary>
    public TimeSpan? SilentFor { get; init; }

    /// <summary>Only when the customer was warned of it so long ago and has not texted since; null: warned or not.</summary>
    public TimeSpan? WarnedFor { get; init; }

    /// <summary>Only this handoff, and only as it is described; null: whichever is open, if any.</summary>
    public OpenHandoff? Handoff { get; init; }

    /// <summary>What becomes of the handoff.</summary>
    public HandoffStep Step { get; init; } = HandoffStep.Release;

    /// <summary>The state of the thread from now on. <see cref="ThreadState.OptedOut"/> is reached from every other.</summary>
    public string NewState { get; init; } = ThreadState.Idle;

    /// <summary>To the customer, with the end.</summary>
    public IReadOnlyList<Reply> Texts { get; init; } = [];
}

/// <summary>A handoff that may be ended.</summary>
/// <param name="State">As it must be.</param>
/// <param name="ControlHash">Of the token of whoever ends it; null: nobody does, its time is over.</param>
internal sealed record OpenHandoff(Guid Id, string State, byte[]? ControlHash = null);
