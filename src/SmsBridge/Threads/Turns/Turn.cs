using SmsBridge.Agents;
using SmsBridge.Handoff;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>How a turn ended.</summary>
/// <param name="Result">One of the words below, for metrics and traces.</param>
/// <param name="Thread">As it is after what was written.</param>
/// <param name="Texts">Those that the turn came to be about.</param>
/// <param name="Next">The lease for what is left to do; null when the thread is done or has to wait.</param>
internal sealed record TurnOutcome(string Result, ThreadContext Thread, IReadOnlyList<WaitingText> Texts, Lease? Next)
{
    public const string Answered = "answered";

    /// <summary>The agent has the texts; its answer comes by itself.</summary>
    public const string Asked = "asked";
    public const string HandedOver = "handed-over";
    public const string Apologised = "apologised";
    public const string Failed = "failed";
    public const string Postponed = "postponed";

    /// <summary>Somebody else has the thread by now, and what came of this turn counts for nothing.</summary>
    public const string Lost = "lost";

    /// <summary>Why the agent's answer is not there.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Whom it was put to.</summary>
    public string? Agent { get; init; }

    /// <summary>How long agent and lookups had it.</summary>
    public TimeSpan AgentTime { get; init; }
}

/// <summary>One turn: texts that are answered together, from the wait for more of them to what is written or put off.</summary>
internal sealed class Turn(
    Dialogue dialogue,
    AgentRegistry agents,
    TurnStore store,
    HandoffWriter handoffs,
    BridgeTexts words,
    NumberBook numbers,
    Alarms alarms,
    TurnMetrics metrics,
    TimeProvider time,
    ILogger<Turn> log
)
{
    /// <param name="waiting">In order; at least one, all for the agent.</param>
    /// <returns>The lease for what is left to do; null when the thread is done or has to wait.</returns>
    public async Task<Lease?> Take(
        HeldTurn held,
        ThreadContext thread,
        IReadOnlyList<WaitingText> waiting,
        CancellationToken cancellationToken
    )
    {
        var window = (thread.Conversation?.Settings ?? numbers.Find(thread.Number))?.Coalesce ?? TimeSpan.Zero;
        if (!held.IsAgain && Burst.Rest(waiting, window) is { Ticks: > 0 } rest)
        {
            // Nobody was asked, whatever was counted in advance. A text that comes in does not move the moment: the look at it then does.
            await store.Postpone(held, rest, held.Lease.Attempts, held.Asks - 1, why: null);
            alarms.Set(WorkKind.Turn, rest);
            return null;
        }

        var texts = Burst.Of(waiting, held.IsAgain);
        using var span = TurnSpans.Start(SpanNames.Turn, held.Lease, thread, texts);
        var outcome = await Outcome(held, thread, texts, last: texts.Count == waiting.Count, cancellationToken);
        if (outcome.Result == TurnOutcome.Lost)
        {
            log.LeaseLost(thread.Id);
        }

        outcome = outcome with { Agent = outcome.Agent ?? AgentOf(outcome.Thread) };
        span.Tell(outcome);
        metrics.Taken(outcome);
        return outcome.Next;
    }

    private async Task<TurnOutcome> Outcome(
        HeldTurn held,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        bool last,
        CancellationToken cancellationToken
    )
    {
        // Of an agent that is configured no more nothing may be assumed.
        var traits = AgentOf(thread) is { } name ? agents.Find(name)?.Traits ?? default : default;
        if (TurnDecisions.IsForApology(held, traits))
        {
            var apology = TurnDecisions.Apologised(new TurnResult(held) { Last = last }, thread, texts, numbers.Find(thread.Number));
            return await Write(apology, TurnOutcome.Apologised, thread, texts, cancellationToken);
        }

        var started = time.GetTimestamp();
        var answer = await dialogue.Ask(held, thread, texts, cancellationToken);
        return answer switch
        {
            { Reply: { } reply } => await Answered(answer, reply, last, time.GetElapsedTime(started), cancellationToken),
            { Failure: { } failure } => await Failed(answer, failure, cancellationToken),
            _ => new TurnOutcome(TurnOutcome.Lost, answer.Thread, answer.Texts, Next: null),
        };
    }

    /// <param name="agentTime">From the start of the turn to the answer.</param>
    private async Task<TurnOutcome> Answered(
        Answer answer,
        AgentReply reply,
        bool last,
        TimeSpan agentTime,
        CancellationToken cancellationToken
    )
    {
        var (thread, conversation) = (answer.Thread, answer.Thread.Conversation!);
        if (reply.ComesLater)
        {
            var asked = TurnDecisions.Asked(
                new TurnResult(answer.Held) { Last = last },
                thread,
                answer.Texts,
                reply.CorrelationId,
                agentTime
            );
            return await Write(asked, TurnOutcome.Asked, thread, answer.Texts, cancellationToken) with
            {
                Agent = conversation.Agent,
                AgentTime = answer.AgentTime,
            };
        }

        var said = Said.Of(reply, thread.Number, conversation, words.Handoff(conversation.Settings));
        var result = new TurnResult(answer.Held) { Last = last };
        result = TurnDecisions.Answered(result, thread, answer.Texts, said, reply.CorrelationId, agentTime);
        if (said.Handoff is { } cause)
        {
            var made = await handoffs.Write(thread, conversation, cause, said.Replies, cancellationToken);
            result = result with { Handoff = made, Event = made.Requested };
        }

        var word = said.Handoff is null ? TurnOutcome.Answered : TurnOutcome.HandedOver;
        return await Write(result, word, said.After(thread), answer.Texts, cancellationToken) with
        {
            Agent = conversation.Agent,
            AgentTime = answer.AgentTime,
        };
    }

    /// <summary>Puts the turn off, or gives its texts up: which of them follows from the failure's category.</summary>
    private async Task<TurnOutcome> Failed(Answer answer, Failure failure, CancellationToken cancellationToken)
    {
        var (held, thread, texts) = (answer.Held, answer.Thread, answer.Texts);
        var decision = Retry.Decide(failure, held.Lease.Attempts, Random.Shared.NextDouble());
        if (decision.After is { } after)
        {
            log.TurnPostponed(texts[0].Id, failure.Category, failure.Reason, after);
            // Only where the agent may have taken the turn does it count as asked.
            var asks = failure.Category == FailureCategory.UnknownOutcome ? held.Asks : held.Asks - 1;
            await store.Postpone(held, after, decision.Attempts(held.Lease.Attempts), asks, failure);
            return new TurnOutcome(TurnOutcome.Postponed, thread, texts, Next: null) { Failure = failure };
        }

        log.TurnGivenUp(texts[0].Id, failure.Category, failure.Reason);
        var givenUp = TurnDecisions.GivenUp(held, thread, texts, failure);
        return await Write(givenUp, TurnOutcome.Failed, thread, texts, cancellationToken) with { Failure = failure };
    }

    private async Task<TurnOutcome> Write(
        TurnResult result,
        string word,
        ThreadContext after,
        IReadOnlyList<WaitingText> texts,
        CancellationToken cancellationToken
    )
    {
        var written = await store.Write(result, cancellationToken);
        return new TurnOutcome(written.IsHeld ? word : TurnOutcome.Lost, after, texts, written.Next?.Lease);
    }

    private string? AgentOf(ThreadContext thread) => thread.Conversation?.Agent ?? numbers.Find(thread.Number)?.Agent;
}

/// <summary>What came of asking the agent: a reply, a failure, or neither where somebody else has the thread by now.</summary>
/// <param name="Thread">With the conversation in which it was asked.</param>
/// <param name="Texts">What it was asked about at last: texts may have joined.</param>
/// <param name="AgentTime">How long agent and lookups had it.</param>
internal sealed record Answer(HeldTurn Held, ThreadContext Thread, IReadOnlyList<WaitingText> Texts, TimeSpan AgentTime)
{
    public AgentReply? Reply { get; init; }

    public Failure? Failure { get; init; }
}

/// <summary>
/// Asks the agent, in the conversation that is open or in a new one. Every step is written before the next is taken, so that whoever takes up the
/// turn after a crash knows how far it came.
/// </summary>
internal sealed class Dialogue(ConversationOpener opener, AgentRegistry agents, TurnStore store, Withholding withholding, TimeProvider time)
{
    public async Task<Answer> Ask(
        HeldTurn held,
        ThreadContext thread,
        IReadOnlyList<WaitingText> texts,
        CancellationToken cancellationToken
    )
    {
        var answer = new Answer(held, thread, texts, TimeSpan.Zero);
        var (replaced, withheld) = (false, 0);
        while (true)
        {
            if (answer.Thread.Conversation is null)
            {
                answer = await Open(answer, cancellationToken);
            }

            if (answer is { Failure: null, Thread.Conversation: not null })
            {
                answer = await AskOnce(answer, cancellationToken);
            }

            if (answer.Thread.Conversation is not null && TurnDecisions.OpensAnew(answer.Failure, replaced))
            {
                replaced = true;
                answer = answer with { Failure = null, Thread = answer.Thread with { Conversation = null } };
            }
            else if (
                answer.Reply is { } reply
                && await withholding.Instead(answer.Held, answer.Thread, answer.Texts, reply, withheld, cancellationToken) is { } instead
            )
            {
                withheld++;
                answer = answer with { Reply = null, Texts = instead };
            }
            else
            {
                return answer;
            }
        }
    }

    private async Task<Answer> Open(Answer answer, CancellationToken cancellationToken)
    {
        var before = time.GetTimestamp();
        var opened = await opener.Open(answer.Held.Lease, answer.Thread, answer.Texts[0], cancellationToken);
        answer = answer with { AgentTime = answer.AgentTime + time.GetElapsedTime(before) };
        if (opened.Value is not { } open)
        {
            return answer with { Failure = opened.Failure };
        }

        var written = await store.Write(TurnDecisions.Opened(answer.Held, answer.Thread.Number, open), cancellationToken);
        if (written.Next is not { } kept)
        {
            await opener.Abandon(open.New.Conversation, cancellationToken);
            return answer;
        }

        return answer with
        {
            Held = kept,
            Thread = answer.Thread with { Conversation = open.New.Conversation, State = ThreadState.Agent, NextAttributes = null },
        };
    }

    private async Task<Answer> AskOnce(Answer answer, CancellationToken cancellationToken)
    {
        if (answer.Held.MustRecord(answer.Texts))
        {
            if (!await store.RecordAsk(answer.Held, answer.Texts, cancellationToken))
            {
                return answer;
            }

            var texts = answer.Texts;
            answer = answer with
            {
                Held = answer.Held with { AskRecorded = true },
                Texts = [.. texts.Select(t => t with { Asked = texts.Count > 1 })],
            };
        }

        var conversation = answer.Thread.Conversation!;
        if (agents.Find(conversation.Agent) is not { } agent)
        {
            var missing = new Failure(FailureCategory.Credentials, $"Agent '{conversation.Agent}' is not configured under Agents.");
            return answer with { Failure = missing };
        }

        var from = time.GetTimestamp();
        var message = AgentMessages.Of(answer.Texts, conversation.Settings);
        var attempt = await agent.Ask(conversation.ChatConversationId, message, answer.Held.Lease.Term, cancellationToken);
        return answer with { Reply = attempt.Value, Failure = attempt.Failure, AgentTime = answer.AgentTime + time.GetElapsedTime(from) };
    }
}
