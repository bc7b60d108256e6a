using SmsBridge.Messages;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>
/// Decides for the waiting texts of a thread whom they are for, and gives them to people, to nobody or to the agent (<see cref="Turn"/>): one thing
/// at a time and in order; many threads at once.
/// </summary>
internal sealed class TurnWorker(
    Turn turn,
    Screening screening,
    Relay relay,
    WaitingTextsReader reader,
    TurnStore store,
    WorkTable table,
    BridgeMetrics metrics,
    ILogger<TurnWorker> log
) : IWorker
{
    public string Kind => WorkKind.Turn;

    /// <summary>A waiting turn costs a few kilobytes; agents take seconds.</summary>
    public int Capacity => 1000;

    public Task Do(Lease lease, CancellationToken cancellationToken) => Do(lease, known: null, countsAsk: false, cancellationToken);

    /// <summary>On a lease that was taken by the statement that stored the texts.</summary>
    /// <param name="known">The texts; null: that statement did not see all that has to be known, and they are read.</param>
    public Task DoStored(Lease lease, WaitingTexts? known, CancellationToken cancellationToken) =>
        Do(lease, known, countsAsk: true, cancellationToken);

    /// <param name="countsAsk">The row of the work counts the first asking already.</param>
    private async Task Do(Lease lease, WaitingTexts? known, bool countsAsk, CancellationToken cancellationToken)
    {
        Lease? current = lease;
        while (current is not null)
        {
            var pending = known ?? await reader.Read(current, cancellationToken);
            known = null;
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

            var held = HeldTurn.Of(current, pending.Asks, countsAsk);
            countsAsk = false;
            current = ThreadState.IsWithPeople(pending.Thread.State)
                ? await PassOn(held, pending.Thread, texts, cancellationToken)
                : await ForAgent(held, pending.Thread, texts, cancellationToken);
        }
    }

    /// <summary>People get each text by itself, and at once.</summary>
    /// <returns>The lease for what is left to do; null when the thread is done or has to wait. The same goes for the method below.</returns>
    private async Task<Lease?> PassOn(HeldTurn held, ThreadContext thread, List<WaitingText> texts, CancellationToken cancellationToken)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            using var span = TurnSpans.Start(SpanNames.Relay, held.Lease, thread, [texts[i]]);
            var result = new TurnResult(held) { Last = i + 1 == texts.Count };
            // Nobody has the thread any more: whoever ended the handoff has taken the turn as well, and the text is for whoever takes that up next.
            // Asked here, the agent would open a conversation that nobody knows of.
            var written = await relay.Pass(result, thread, texts[i], cancellationToken) is { } passed
                ? await store.Write(passed, cancellationToken)
                : TurnWritten.Lost;
            if (Next(held, written) is not { } next)
            {
                return null;
            }

            held = next;
        }

        return held.Lease;
    }

    private async Task<Lease?> ForAgent(HeldTurn held, ThreadContext thread, List<WaitingText> texts, CancellationToken cancellationToken)
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
            var (text, why) = ignored[i];
            using var span = TurnSpans.Start(SpanNames.Ignore, held.Lease, thread, [text]);
            metrics.TextIgnored(why.Reason);
            var result = new TurnResult(held) { Last = waiting.Count == 0 && i + 1 == ignored.Count };
            var written = await store.Write(TurnDecisions.Ignored(result, thread, text, why), cancellationToken);
            if (Next(held, written) is not { } next)
            {
                return null;
            }

            held = next;
        }

        return waiting.Count == 0 ? held.Lease : await turn.Take(held, thread, waiting, cancellationToken);
    }

    private HeldTurn? Next(HeldTurn held, TurnWritten written)
    {
        if (!written.IsHeld)
        {
            log.LeaseLost(held.Lease.ThreadId);
        }

        return written.Next;
    }
}
