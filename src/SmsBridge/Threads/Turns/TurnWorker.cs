using System.Diagnostics;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Takes the turns of one thread, one at a time and in order; many threads at once.</summary>
internal sealed class TurnWorker(
    Turn turn,
    Screening screening,
    NumberBook numbers,
    WaitingTextsReader reader,
    WorkTable table,
    Alarms alarms,
    TurnMetrics metrics,
    ILogger<TurnWorker> log
) : IWorker
{
    public string Kind => WorkKind.Turn;

    /// <summary>A waiting turn costs a few kilobytes; agents take seconds.</summary>
    public int Capacity => 1000;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        Lease? current = lease;
        while (current is not null)
        {
            var pending = current.Known as PendingTexts ?? await reader.Read(current, cancellationToken);
            if (pending is null or { Texts.Count: 0 })
            {
                current = await table.FinishOrContinue(current, cancellationToken);
                continue;
            }

            var texts = new List<WaitingText>(pending.Texts.Count);
            foreach (var text in pending.Texts)
            {
                texts.Add(await screening.Recognise(pending.Thread, text, cancellationToken));
            }

            current = ThreadState.IsWithPeople(pending.Thread.State)
                ? await PassOn(current, pending.Thread, texts, cancellationToken)
                : await ForAgent(current, pending.Thread, texts, cancellationToken);
        }
    }

    /// <summary>People get each text by itself, and at once.</summary>
    /// <returns>The lease for what is left to do; null when the thread is done or has to wait. The same goes for the methods below.</returns>
    private async Task<Lease?> PassOn(Lease lease, ThreadContext thread, List<WaitingText> texts, CancellationToken cancellationToken)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            using var span = TurnSpans.Start(SpanNames.Relay, lease, thread, [texts[i]]);
            var passed = await turn.Pass(lease, thread, texts[i], last: i + 1 == texts.Count, cancellationToken);
            if (Next(lease, passed) is not { } next)
            {
                return null;
            }

            lease = next;
        }

        return lease;
    }

    private async Task<Lease?> ForAgent(Lease lease, ThreadContext thread, List<WaitingText> texts, CancellationToken cancellationToken)
    {
        var (waiting, ignored) = (new List<WaitingText>(), new List<(WaitingText Text, Ignored Why)>());
        foreach (var text in texts)
        {
            if (await screening.Judge(thread, text, cancellationToken) is { } why)
            {
                ignored.Add((text, why));
                thread = thread with { BlockedUntil = why.BlockedUntil ?? thread.BlockedUntil };
            }
            else
            {
                waiting.Add(text);
            }
        }

        for (var i = 0; i < ignored.Count; i++)
        {
            using var span = TurnSpans.Start(SpanNames.Ignore, lease, thread, [ignored[i].Text]);
            var last = waiting.Count == 0 && i + 1 == ignored.Count;
            var written = await turn.Ignore(lease, thread, ignored[i].Text, ignored[i].Why, last, cancellationToken);
            if (Next(lease, written) is not { } next)
            {
                return null;
            }

            lease = next;
        }

        return waiting.Count == 0 ? lease : await Ask(lease, thread, waiting, cancellationToken);
    }

    private async Task<Lease?> Ask(Lease lease, ThreadContext thread, List<WaitingText> waiting, CancellationToken cancellationToken)
    {
        var again = lease.Asks > 1;
        var window = (thread.Conversation?.Settings ?? numbers.Find(thread.Number))?.Coalesce ?? TimeSpan.Zero;
        if (!again && Burst.Rest(waiting, window) is { Ticks: > 0 } rest)
        {
            // Nobody was asked, whatever was counted in advance. A text that comes in does not move the moment: the look at it then does.
            await table.Postpone(lease, rest, lease.Attempts, lease.Asks - 1, why: null, CancellationToken.None);
            alarms.Set(Kind, rest);
            return null;
        }

        var texts = Burst.Of(waiting, again);
        using var span = TurnSpans.Start(SpanNames.Turn, lease, thread, texts);
        var outcome = await turn.Take(lease, thread, texts, last: texts.Count == waiting.Count, cancellationToken);
        if (outcome.Failure is { } failure)
        {
            if (await TryPostpone(lease, outcome.Texts[0], failure))
            {
                Tell(span, outcome with { Result = TurnOutcome.Postponed });
                return null;
            }

            log.TurnGivenUp(outcome.Texts[0].Id, failure.Category, failure.Reason);
            outcome = await turn.GiveUp(lease, outcome.Thread, outcome.Texts, failure, cancellationToken);
            outcome = outcome with { Failure = failure };
        }

        Tell(span, outcome.Written.Held ? outcome : outcome with { Result = TurnOutcome.Lost });
        return Next(lease, outcome.Written);
    }

    private void Tell(Activity? span, TurnOutcome outcome)
    {
        var thread = outcome.Thread;
        var told = outcome with { Agent = outcome.Agent ?? thread.Conversation?.Agent ?? numbers.Find(thread.Number)?.Agent };
        span.Tell(told);
        metrics.Taken(told);
    }

    private Lease? Next(Lease lease, WorkWritten written)
    {
        if (!written.Held)
        {
            log.LeaseLost(lease.ThreadId);
        }

        return written.Next;
    }

    private async Task<bool> TryPostpone(Lease lease, WaitingText text, Failure failure)
    {
        var decision = Retry.Decide(failure, lease.Attempts, Random.Shared.NextDouble());
        if (decision.After is not { } after)
        {
            return false;
        }

        log.TurnPostponed(text.Id, failure.Category, failure.Reason, after);
        var attempts = decision.CountsAsAttempt ? lease.Attempts + 1 : lease.Attempts;

        // Only where the agent may have taken the turn does it count as asked.
        var asks = failure.Category == FailureCategory.UnknownOutcome ? lease.Asks : lease.Asks - 1;
        await table.Postpone(lease, after, attempts, asks, failure, CancellationToken.None);
        return true;
    }
}
