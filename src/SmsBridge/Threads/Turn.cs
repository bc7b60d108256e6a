using SmsBridge.ChatApi;
using SmsBridge.Handoff;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>One text and what the agent makes of it. Every step is written before the next is taken.</summary>
internal sealed class Turn(
    ConversationOpener opener,
    ChatAgents agents,
    TurnStore store,
    WorkTable work,
    HandoffWriter handoffs,
    Relay relay,
    BridgeTexts words,
    TimeProvider time
)
{
    /// <summary>A turn whose outcome is unknown is asked once more, not oftener.</summary>
    private const int MaxAsks = 2;

    /// <param name="last">No text is known behind this one.</param>
    public async Task<TurnOutcome> Take(Lease lease, ThreadContext thread, WaitingText text, bool last, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (ThreadState.IsWithPeople(thread.State))
        {
            if (await relay.Pass(new TurnResult(lease) { Last = last }, thread, text, cancellationToken) is { } passed)
            {
                return await Write(passed, thread, cancellationToken);
            }

            thread = thread with { State = ThreadState.Idle, Conversation = null };
        }

        if (lease.Asks > MaxAsks)
        {
            return await Write(Apologise(new TurnResult(lease) { Last = last }, thread, text), thread, cancellationToken);
        }

        var replaced = false;
        while (true)
        {
            if (thread.Conversation is null)
            {
                var opened = await opener.Open(thread, text, cancellationToken);
                if (opened.Value is not { } open)
                {
                    return new TurnOutcome(thread, opened.Failure);
                }

                var outcome = await Write(
                    Opened(lease, open),
                    thread with
                    {
                        Conversation = open.New.Conversation,
                        State = ThreadState.Agent,
                    },
                    cancellationToken
                );
                if (outcome.Written is not { Held: true, Next: { } kept })
                {
                    return outcome;
                }

                (lease, thread) = (kept, outcome.Thread);
            }

            if (!lease.AskRecorded)
            {
                await work.RecordAsk(lease, cancellationToken);
                lease = lease with { AskRecorded = true };
            }

            var answer = await Ask(thread.Conversation!, text, cancellationToken);
            if (answer.Failure?.Category == FailureCategory.ConversationGone && !replaced)
            {
                replaced = true;
                thread = thread with { Conversation = null };
                continue;
            }

            return answer.Value is { } reply
                ? await Answered(
                    new TurnResult(lease) { Last = last },
                    thread,
                    text,
                    reply,
                    time.GetElapsedTime(started),
                    cancellationToken
                )
                : new TurnOutcome(thread, answer.Failure);
        }
    }

    /// <summary>Ends a text that was given up.</summary>
    public Task<TurnOutcome> GiveUp(
        Lease lease,
        ThreadContext thread,
        WaitingText text,
        bool last,
        Failure failure,
        CancellationToken cancellationToken
    ) =>
        Write(
            new TurnResult(lease)
            {
                Last = last,
                Text = Finished(lease, thread, text, TextStatus.Failed, "failed", failure.CorrelationId, TimeSpan.Zero),
                Failure = failure,
            },
            thread,
            cancellationToken
        );

    private async Task<Attempt<ChatReply>> Ask(Conversation conversation, WaitingText text, CancellationToken cancellationToken) =>
        agents.Find(conversation.Agent) is { } agent
            ? await agent.Respond(conversation.ChatConversationId, BridgeTexts.ForAgent(text), cancellationToken)
            : new Failure(FailureCategory.Credentials, $"Agent '{conversation.Agent}' is not configured under Agents.");

    private static TurnResult Opened(Lease lease, OpenedConversation opened) =>
        new(lease)
        {
            Open = opened.New,
            AsksAfter = lease.Asks,
            Replies =
                opened.New.Conversation.Settings.FirstReply == FirstReplies.GreetingAndAnswer ? Replies(Author.Agent, opened.Greeting) : [],
        };

    private async Task<TurnOutcome> Answered(
        TurnResult result,
        ThreadContext thread,
        WaitingText text,
        ChatReply reply,
        TimeSpan agentTime,
        CancellationToken cancellationToken
    )
    {
        var conversation = thread.Conversation!;
        var replies = Replies(Author.Agent, reply.Text);
        if (reply.Handoff is { } handoff)
        {
            replies = replies.Count > 0 ? replies : Replies(Author.Bridge, words.HandoffText);
            var made = await handoffs.Write(thread, conversation, handoff, replies, cancellationToken);
            result = result with { Handoff = made, Event = made.Requested };
            thread = thread with { State = ThreadState.Handover };
        }

        if (reply.Ended)
        {
            var state = reply.Handoff is null ? ThreadState.Idle : ThreadState.Handover;
            result = result with { Close = new ClosedConversation(conversation.Id, "ended", state) };
            thread = thread with { State = state, Conversation = null };
        }

        var finished = Finished(result.Lease, thread, text, TextStatus.Answered, "answered", reply.CorrelationId, agentTime);
        return await Write(
            result with
            {
                Text = finished with { ConversationId = conversation.Id },
                Replies = replies,
            },
            thread,
            cancellationToken
        );
    }

    private static TurnResult Apologise(TurnResult result, ThreadContext thread, WaitingText text)
    {
        var why = new Failure(FailureCategory.UnknownOutcome, "the agent was asked twice and nobody knows what it answered");
        return result with
        {
            Text = Finished(result.Lease, thread, text, TextStatus.Failed, "failed", null, TimeSpan.Zero),
            Replies = Replies(Author.Bridge, BridgeTexts.Apology),
            Failure = why,
        };
    }

    private async Task<TurnOutcome> Write(TurnResult result, ThreadContext thread, CancellationToken cancellationToken) =>
        new(thread, null, await store.Write(result, cancellationToken));

    private static List<Reply> Replies(string author, string text) =>
        TextSplitter.Split(text).Select(part => new Reply(author, part)).ToList();

    internal static FinishedText Finished(
        Lease lease,
        ThreadContext thread,
        WaitingText text,
        string status,
        string outcome,
        string? correlationId,
        TimeSpan agentTime
    ) => new(text.Id, status, outcome, Guid.CreateVersion7(), thread.Conversation?.Id, lease.Asks, correlationId, agentTime);
}

/// <summary>How a turn ended: written, or to be tried again.</summary>
/// <param name="Thread">As it is after what was written.</param>
/// <param name="Failure">Nothing was written for the text; whether to try again follows from the category.</param>
internal sealed record TurnOutcome(ThreadContext Thread, Failure? Failure, WorkWritten Written = default);
