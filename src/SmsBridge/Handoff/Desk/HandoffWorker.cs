using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Threads;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Handoff.Desk;

/// <summary>
/// Watches over an open handoff: nobody accepted in time, or people left without a word. Messages do not move the timer: when it fires, it looks
/// how much time is left and sleeps for that.
/// </summary>
internal sealed class HandoffWorker(
    OpenHandoffs handoffs,
    ThreadCloser closer,
    BridgeTexts words,
    WorkTable table,
    ILogger<HandoffWorker> log
) : IWorker
{
    /// <summary>Something else happened to the handoff at the same moment.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    public string Kind => WorkKind.Handoff;

    public int Capacity => 32;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        if (await SleepFor(lease.ThreadId, cancellationToken) is { } rest)
        {
            await table.Postpone(lease, rest, attempts: 0, why: null);
            return;
        }

        // Whoever hands over or accepts meanwhile sets the timer anew and takes the lease away.
        await table.FinishOrContinue(lease, cancellationToken);
    }

    /// <returns>How long to sleep on; null when nothing has to be watched any more.</returns>
    private async Task<TimeSpan?> SleepFor(Guid threadId, CancellationToken cancellationToken) =>
        await handoffs.Read(threadId, cancellationToken) switch
        {
            null or { Left: null } => null,
            { Left: { } left } when left > TimeSpan.Zero => left,
            { } open => await End(open, cancellationToken) ? null : LookAgain,
        };

    private async Task<bool> End(TimedHandoff open, CancellationToken cancellationToken)
    {
        if (open.State == HandoffState.Accepted)
        {
            log.Abandoned(open.Id);
            var abandoned = new ThreadEnd(open.ThreadId, "abandoned") { Handoff = new OpenHandoff(open.Id, open.State) };
            return await closer.Close(abandoned, cancellationToken);
        }

        log.Expired(open.Id);
        var texts = Reply.Shape(Author.Bridge, words.Expired(open.Settings), open.Number, open.Settings.SegmentsPerPart);
        return open.Settings.Handoff.OnExpiry == PickupExpiry.Hold
            ? await handoffs.Hold(open, texts, cancellationToken)
            : await closer.Close(
                new ThreadEnd(open.ThreadId, "expired")
                {
                    Handoff = new OpenHandoff(open.Id, open.State),
                    Step = HandoffStep.Expire,
                    Texts = texts,
                },
                cancellationToken
            );
    }
}
