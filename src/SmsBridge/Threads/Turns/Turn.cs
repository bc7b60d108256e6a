using SmsBridge.Agents;
using SmsBridge.Handoff;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Texts that are answered together, and what the agent makes of them. Every step is written before the next is taken.</summary>
internal sealed class Turn(
    ConversationOpener opener,
    AgentRegistry agents,
    TurnStore store,
    AskRecord asks,
    HandoffWriter handoffs,
    Relay relay,
    Withholding withholding,
    BridgeTexts words,
    BridgeMetrics metrics,
    NumberBook numbers,
    TimeProvider time
)
{
    /// <param name="last">No text is known behind these.</param>
    public async Task<TurnOutcome> Take(
        Lease lease,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        bool last,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var number = numbers.Find(thread.Number);
        if (TurnDecisions.IsForApology(lease, Traits(thread.Conversation?.Agent ?? number?.Agent)))
        {
            var apology = TurnDecisions.Apologised(new TurnResult(lease) { Last = last }, thread, texts, number);
            return await Write(apology, thread, texts, cancellationToken) with { Result = TurnOutcome.Apologised };
        }

        var (replaced, withheld, asked) = (false, 0, TimeSpan.Zero);
        while (true)
        {
            if (thread.Conversation is null)
            {
                var before = time.GetTimestamp();
                var opened = await opener.Open(thread, texts[0], cancellationToken);
                asked += time.GetElapsedTime(before);
                if (opened.Value is not { } open)
                {
                    return new TurnOutcome(thread, texts, opened.Failure);
                }

                var outcome = await Write(
                    TurnDecisions.Opened(lease, thread.Number, open),
                    thread with
                    {
                        Conversation = open.New.Conversation,
                        State = ThreadState.Agent,
                        NextAttributes = null,
                    },
                    texts,
                    cancellationToken
                );
                if (outcome.Written is not { Held: true, Next: { } kept })
                {
                    await opener.Abandon(open.New.Conversation, cancellationToken);
                    return outcome;
                }

                (lease, thread) = (kept, outcome.Thread);
            }

            if (AskRecord.IsNeeded(lease, texts))
            {
                if (!await asks.Write(lease, texts, cancellationToken))
                {
                    return new TurnOutcome(thread, texts, Failure: null);
                }

                lease = lease with { AskRecorded = true };
                texts = [.. texts.Select(t => t with { Asked = texts.Count > 1 })];
            }

            var from = time.GetTimestamp();
            var answer = await Ask(thread.Conversation!, texts, cancellationToken);
            asked += time.GetElapsedTime(from);
            if (TurnDecisions.OpensAnew(answer, replaced))
            {
                replaced = true;
                thread = thread with { Conversation = null };
                continue;
            }

            if (answer.Value is not { } reply)
            {
                return new TurnOutcome(thread, texts, answer.Failure);
            }

            if (await withholding.Instead(lease, thread, texts, reply, withheld, cancellationToken) is { } instead)
            {
                withheld++;
                texts = instead;
                continue;
            }

            var result = new TurnResult(lease) { Last = last };
            return await Answered(result, thread, texts, reply, time.GetElapsedTime(started), cancellationToken) with
            {
                Result = reply.Handoff is null ? TurnOutcome.Answered : TurnOutcome.HandedOver,
                Agent = thread.Conversation!.Agent,
                Asked = asked,
            };
        }
    }

    /// <summary>Gives a text to the people who have the thread.</summary>
    /// <returns>
    /// Not held when nobody has it any more: whoever ended the handoff has taken the turn as well, and the text is for whoever takes that up
    /// next. Asked here, the agent would open a conversation that nobody knows of.
    /// </returns>
    public async Task<WorkWritten> Pass(
        Lease lease,
        ThreadContext thread,
        WaitingText text,
        bool last,
        CancellationToken cancellationToken
    ) =>
        await relay.Pass(new TurnResult(lease) { Last = last }, thread, text, cancellationToken) is { } passed
            ? await store.Write(passed, cancellationToken)
            : new WorkWritten(Held: false, Next: null);

    /// <summary>Ends a text that is not for the agent.</summary>
    public Task<WorkWritten> Ignore(
        Lease lease,
        ThreadContext thread,
        WaitingText text,
        Ignored ignored,
        bool last,
        CancellationToken cancellationToken
    )
    {
        var result = TurnDecisions.Ignored(new TurnResult(lease) { Last = last }, thread, text, ignored);
        metrics.TextIgnored(ignored.Reason);
        return store.Write(result, cancellationToken);
    }

    /// <summary>Ends texts that were given up.</summary>
    public Task<TurnOutcome> GiveUp(
        Lease lease,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        Failure failure,
        CancellationToken cancellationToken
    ) => Write(TurnDecisions.GivenUp(lease, thread, texts, failure), thread, texts, cancellationToken);

    private async Task<Attempt<AgentReply>> Ask(
        Conversation conversation,
        IReadOnlyList<WaitingText> texts,
        CancellationToken cancellationToken
    )
    {
        if (agents.Find(conversation.Agent) is not { } agent)
        {
            return new Failure(FailureCategory.Credentials, $"Agent '{conversation.Agent}' is not configured under Agents.");
        }

        return await agent.Ask(conversation.ChatConversationId, AgentMessages.Of(texts, conversation.Settings), cancellationToken);
    }

    /// <summary>Of an agent that is configured no more nothing may be assumed.</summary>
    private AgentTraits Traits(string? agent) => agent is null ? default : agents.Find(agent)?.Traits ?? default;

    private async Task<TurnOutcome> Answered(
        TurnResult result,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        AgentReply reply,
        TimeSpan agentTime,
        CancellationToken cancellationToken
    )
    {
        var conversation = thread.Conversation!;
        var said = Said.Of(reply, thread.Number, conversation, words.Handoff(conversation.Settings));
        result = TurnDecisions.Answered(result, thread, texts, said, reply.CorrelationId, agentTime);
        if (said.Handoff is { } cause)
        {
            var made = await handoffs.Write(thread, conversation, cause, said.Replies, cancellationToken);
            result = result with { Handoff = made, Event = made.Requested };
        }

        return await Write(result, said.After(thread), texts, cancellationToken);
    }

    private async Task<TurnOutcome> Write(
        TurnResult result,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        CancellationToken cancellationToken
    ) => new(thread, texts, null, await store.Write(result, cancellationToken));
}
