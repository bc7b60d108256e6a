using SmsBridge.Agents;
using SmsBridge.Handoff;
using SmsBridge.Messages;
using SmsBridge.Outbound;

namespace SmsBridge.Threads.Turns;

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
