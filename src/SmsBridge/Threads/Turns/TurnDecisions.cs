using SmsBridge.Agents;
using SmsBridge.Handoff;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Queues;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>The lease on a thread's turn, and how often the agent was asked under it and before.</summary>
/// <param name="Asks">How often the agent was, or may have been, asked about the texts, this time included.</param>
/// <param name="AskRecorded">Whether the database counts this time already. It must before the agent is called.</param>
internal sealed record HeldTurn(Lease Lease, int Asks, bool AskRecorded)
{
    /// <summary>The agent may have been asked before: then it is asked the same.</summary>
    public bool IsAgain => Asks > 1;

    /// <param name="asks">By the row of the work.</param>
    /// <param name="countsThis">That row counts this time already.</param>
    public static HeldTurn Of(Lease lease, int asks, bool countsThis) => new(lease, countsThis ? asks : asks + 1, countsThis);

    /// <summary>Whether there is something to write before the agent is asked: the asking itself, or which texts are asked together. One alone is the first that waits.</summary>
    public bool MustRecord(IReadOnlyList<WaitingText> texts) => !AskRecorded || (texts.Count > 1 && !texts.All(t => t.Asked));
}

/// <summary>What follows from what an agent answered, and what a turn writes then. Calls nobody: <see cref="Turn"/> and <see cref="AgentVoice"/> do.</summary>
internal static class TurnDecisions
{
    /// <summary>A turn whose outcome is unknown is asked once more, not oftener; an agent that knows a repetition may be asked again.</summary>
    private const int MaxAsks = 2;

    public static bool IsForApology(HeldTurn held, AgentTraits traits) => held.Asks > MaxAsks && !traits.AsksAreSafeToRepeat;

    /// <param name="replaced">Another conversation was opened in this turn already.</param>
    public static bool OpensAnew(Failure? failure, bool replaced) => failure?.Category == FailureCategory.ConversationGone && !replaced;

    /// <summary>
    /// Whether a newer text may make the reply stale. A handoff and an end stand: the agent has acted on them.
    /// </summary>
    /// <param name="withheld">How many replies of the turn were dropped before.</param>
    public static bool MayWithhold(NumberDocument settings, AgentReply reply, int withheld) =>
        settings.OnTextDuringTurn == TextsDuringTurn.Withhold
        && reply is { Handoff: null, Ended: false, ComesLater: false }
        && withheld < Withholding.MaxTimes;

    public static TurnResult Opened(HeldTurn held, string number, OpenedConversation opened)
    {
        var settings = opened.New.Conversation.Settings;
        return new(held)
        {
            Open = opened.New,
            AsksAfter = held.Asks,
            Replies =
                settings.FirstReply == FirstReplies.GreetingAndAnswer
                    ? Reply.Shape(Author.Agent, opened.Greeting, number, settings.SegmentsPerPart)
                    : [],
        };
    }

    /// <param name="thread">As it was when the agent answered.</param>
    /// <param name="agentTime">From the start of the turn to the answer.</param>
    public static TurnResult Answered(
        TurnResult result,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        Said said,
        string? correlationId,
        TimeSpan agentTime
    ) =>
        result with
        {
            Close = said.Close,
            Texts = FinishedText.Of(result.Held.Asks, thread, texts, TextStatus.Answered, "answered", correlationId, agentTime),
            Replies = said.Replies,
        };

    /// <summary>The agent has the texts, and its answer comes by itself.</summary>
    public static TurnResult Asked(
        TurnResult result,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        string? correlationId,
        TimeSpan agentTime
    )
    {
        var asked = FinishedText.Of(result.Held.Asks, thread, texts, TextStatus.Received, "asked", correlationId, agentTime);
        return result with { Texts = asked.ConvertAll(t => t with { AskedIn = thread.Conversation!.Id }) };
    }

    /// <param name="number">Null: it is configured no more.</param>
    public static TurnResult Apologised(
        TurnResult result,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        NumberDocument? number
    ) =>
        result with
        {
            Texts = FinishedText.Of(result.Held.Asks, thread, texts, TextStatus.Failed, "failed"),
            Replies = Reply.Shape(
                Author.Bridge,
                BridgeTexts.Apology(thread.Conversation?.Settings ?? number),
                thread.Number,
                Budget(thread)
            ),
            Failure = new Failure(FailureCategory.UnknownOutcome, "the agent was asked twice and nobody knows what it answered"),
        };

    public static TurnResult Ignored(TurnResult result, ThreadContext thread, WaitingText text, Ignored ignored)
    {
        // Nobody was asked about it; what is counted is another text's.
        var finished = FinishedText.Of(asks: 0, thread, [text], TextStatus.Ignored, "ignored");
        return result with
        {
            AsksAfter = result.Last ? 0 : result.Held.Asks,
            Texts = finished.ConvertAll(f => f with { Reason = ignored.Reason }),
            Replies = Reply.Shape(Author.Bridge, ignored.Reply ?? "", thread.Number, Budget(thread)),
            BlockedUntil = ignored.BlockedUntil,
        };
    }

    public static TurnResult GivenUp(HeldTurn held, ThreadContext thread, IReadOnlyList<WaitingText> texts, Failure failure) =>
        new(held)
        {
            Texts = FinishedText.Of(held.Asks, thread, texts, TextStatus.Failed, "failed", failure.CorrelationId),
            Failure = failure,
        };

    private static int Budget(ThreadContext thread) =>
        thread.Conversation?.Settings.SegmentsPerPart ?? NumberDocument.DefaultSegmentsPerPart;
}

/// <summary>What an agent's words change in its thread.</summary>
/// <param name="Replies">To the customer, in order.</param>
/// <param name="Handoff">Why the thread goes to people; null: it does not.</param>
/// <param name="Close">The conversation that the agent ended; null: it goes on.</param>
internal sealed record Said(IReadOnlyList<Reply> Replies, HandoffCause? Handoff, ClosedConversation? Close)
{
    /// <param name="number">That it goes out from.</param>
    /// <param name="handoffWords">For a customer whom the agent passes on without a word.</param>
    public static Said Of(AgentReply reply, string number, Conversation conversation, string handoffWords)
    {
        var budget = conversation.Settings.SegmentsPerPart;
        var replies = Reply.Shape(Author.Agent, reply.Text, number, budget);
        if (reply.Handoff is not null && replies.Count == 0)
        {
            replies = Reply.Shape(Author.Bridge, handoffWords, number, budget);
        }

        return new Said(
            replies,
            reply.Handoff is { } handoff ? HandoffCause.Agent(handoff) : null,
            reply.Ended
                ? new ClosedConversation(conversation.Id, "ended", reply.Handoff is null ? ThreadState.Idle : ThreadState.Handover)
                : null
        );
    }

    /// <summary>The thread once this is written.</summary>
    public ThreadContext After(ThreadContext thread)
    {
        var moved = Handoff is null ? thread : thread with { State = ThreadState.Handover };
        return Close is null ? moved : moved with { State = Close.NewState, Conversation = null };
    }
}

/// <summary>Everything that one step of a turn changes; written in one transaction, guarded by the lease.</summary>
internal sealed record TurnResult(HeldTurn Held)
{
    public Lease Lease => Held.Lease;

    /// <summary>No more texts are known: the lease ends with this write, unless one came in meanwhile.</summary>
    public bool Last { get; init; }

    /// <summary>How often the agent may have been asked about the texts that still wait; above 0 where the turn about them goes on.</summary>
    public int AsksAfter { get; init; }

    public NewConversation? Open { get; init; }

    public ClosedConversation? Close { get; init; }

    /// <summary>All of one turn, in order.</summary>
    public IReadOnlyList<FinishedText> Texts { get; init; } = [];

    public IReadOnlyList<Reply> Replies { get; init; } = [];

    /// <summary>The conversation in which texts that were asked earlier are answered.</summary>
    public Guid? Answers { get; init; }

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
/// <param name="Outcome"><c>answered</c>, <c>asked</c>, <c>relayed</c>, <c>ignored</c> or <c>failed</c>.</param>
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

    /// <summary>The conversation that owes the answer.</summary>
    public Guid? AskedIn { get; init; }

    public static List<FinishedText> Of(
        int asks,
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
            .. texts.Select(t => new FinishedText(t.Id, status, outcome, turn, thread.Conversation?.Id, asks, correlationId, agentTime)
            {
                Kind = t.Kind,
            }),
        ];
    }
}
