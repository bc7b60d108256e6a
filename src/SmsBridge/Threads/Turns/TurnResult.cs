using SmsBridge.Handoff;
using SmsBridge.Messages;
using SmsBridge.Outbound;
using SmsBridge.Queues;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Everything that one step of a turn changes; written in one transaction, guarded by the lease.</summary>
internal sealed record TurnResult(Lease Lease)
{
    /// <summary>No more texts are known: the lease ends with this write, unless one came in meanwhile.</summary>
    public bool Last { get; init; }

    /// <summary>How often the agent may have been asked for the text that comes next.</summary>
    public int AsksAfter { get; init; } = 1;

    public NewConversation? Open { get; init; }

    public ClosedConversation? Close { get; init; }

    /// <summary>All of one turn, in order.</summary>
    public IReadOnlyList<FinishedText> Texts { get; init; } = [];

    public IReadOnlyList<Reply> Replies { get; init; } = [];

    public NewHandoff? Handoff { get; init; }

    public HandoffEvent? Event { get; init; }

    public Failure? Failure { get; init; }

    /// <summary>The customer is not answered until then.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }
}

/// <param name="NewState">The state of the thread from now on.</param>
internal sealed record ClosedConversation(Guid Id, string Reason, string NewState);

/// <summary>A text that needs no more work, and the turn that dealt with it.</summary>
/// <param name="Status">One of <see cref="TextStatus"/>.</param>
/// <param name="TurnId">The same for all texts of the turn.</param>
/// <param name="Outcome"><c>answered</c>, <c>relayed</c>, <c>ignored</c> or <c>failed</c>.</param>
internal sealed record FinishedText(
    Guid Id,
    string Status,
    string Outcome,
    Guid TurnId,
    Guid? ConversationId,
    int Asks,
    string? CorrelationId,
    TimeSpan AgentTime
)
{
    /// <summary>What the text turned out to be; null: an ordinary text.</summary>
    public string? Kind { get; init; }

    /// <summary>Why it was ignored.</summary>
    public string? Reason { get; init; }

    public static List<FinishedText> Of(
        Lease lease,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        string status,
        string outcome,
        string? correlationId = null,
        TimeSpan agentTime = default
    )
    {
        var turn = Guid.CreateVersion7();
        return
        [
            .. texts.Select(t => new FinishedText(
                t.Id,
                status,
                outcome,
                turn,
                thread.Conversation?.Id,
                lease.Asks,
                correlationId,
                agentTime
            )
            {
                Kind = t.Kind,
            }),
        ];
    }
}
