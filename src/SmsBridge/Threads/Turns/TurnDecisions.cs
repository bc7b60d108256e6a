using SmsBridge.Agents;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>What follows from what an agent answered, and what a turn writes then. Calls nobody: <see cref="Turn"/> does.</summary>
internal static class TurnDecisions
{
    /// <summary>A turn whose outcome is unknown is asked once more, not oftener; an agent that knows a repetition may be asked again.</summary>
    private const int MaxAsks = 2;

    public static bool IsForApology(Lease lease, AgentTraits traits) => lease.Asks > MaxAsks && !traits.AsksAreSafeToRepeat;

    /// <param name="replaced">Another conversation was opened in this turn already.</param>
    public static bool OpensAnew(Attempt<AgentReply> answer, bool replaced) =>
        answer.Failure?.Category == FailureCategory.ConversationGone && !replaced;

    /// <summary>
    /// Whether a newer text may make the reply stale. A handoff and an end stand: the agent has acted on them.
    /// </summary>
    /// <param name="withheld">How many replies of the turn were dropped before.</param>
    public static bool MayWithhold(NumberDocument settings, AgentReply reply, int withheld) =>
        settings.OnTextDuringTurn == TextsDuringTurn.Withhold
        && reply is { Handoff: null, Ended: false }
        && withheld < Withholding.MaxTimes;

    public static TurnResult Opened(Lease lease, string number, OpenedConversation opened)
    {
        var settings = opened.New.Conversation.Settings;
        return new(lease)
        {
            Open = opened.New,
            AsksAfter = lease.Asks,
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
            Texts = FinishedText.Of(result.Lease, thread, texts, TextStatus.Answered, "answered", correlationId, agentTime),
            Replies = said.Replies,
        };

    /// <param name="number">Null: it is configured no more.</param>
    public static TurnResult Apologised(
        TurnResult result,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        NumberDocument? number
    ) =>
        result with
        {
            Texts = FinishedText.Of(result.Lease, thread, texts, TextStatus.Failed, "failed"),
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
        // The lease counts an asking, in advance or from before, that is another text's.
        var finished = FinishedText.Of(result.Lease with { Asks = 0 }, thread, [text], TextStatus.Ignored, "ignored");
        return result with
        {
            AsksAfter = result.Lease.Asks,
            Texts = finished.ConvertAll(f => f with { Reason = ignored.Reason }),
            Replies = Reply.Shape(Author.Bridge, ignored.Reply ?? "", thread.Number, Budget(thread)),
            BlockedUntil = ignored.BlockedUntil,
        };
    }

    public static TurnResult GivenUp(Lease lease, ThreadContext thread, IReadOnlyList<WaitingText> texts, Failure failure) =>
        new(lease) { Texts = FinishedText.Of(lease, thread, texts, TextStatus.Failed, "failed", failure.CorrelationId), Failure = failure };

    private static int Budget(ThreadContext thread) =>
        thread.Conversation?.Settings.SegmentsPerPart ?? NumberDocument.DefaultSegmentsPerPart;
}
