using SmsBridge.Agents;
using SmsBridge.Messages;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Drops a reply that a newer text has made stale, where the number wants that.</summary>
internal sealed class Withholding(WaitingTextsReader reader, Screening screening, BridgeMetrics metrics, TimeProvider time)
{
    /// <summary>Replies in a row.</summary>
    public const int MaxTimes = 3;

    /// <summary>A customer who has waited so long since the first text gets the reply that there is.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    /// <summary>A text that comes in after the look is not lost: the reply is sent, and the text is answered next.</summary>
    /// <param name="asked">What the reply answers.</param>
    /// <param name="times">How many replies were dropped before this one.</param>
    /// <returns>What the agent is to be asked instead; null: the reply is sent.</returns>
    public async Task<IReadOnlyList<WaitingText>?> Instead(
        Lease lease,
        ThreadContext thread,
        IReadOnlyList<WaitingText> asked,
        AgentReply reply,
        int times,
        CancellationToken cancellationToken
    )
    {
        var settings = thread.Conversation!.Settings;
        if (
            !TurnDecisions.MayWithhold(settings, reply, times)
            || await Joined(lease, thread, asked, cancellationToken) is not { } joined
            || joined[0].Age >= MaxAge
        )
        {
            return null;
        }

        metrics.ReplyWithheld();
        while (Burst.Rest(joined, settings.Coalesce) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, time, cancellationToken);
            if (await Joined(lease, thread, asked, cancellationToken) is not { } more)
            {
                break;
            }

            joined = more;
        }

        return Burst.Of(joined);
    }

    /// <summary>What was asked and what has come in since, with their ages; null when nothing has that the agent could be asked as well.</summary>
    private async Task<List<WaitingText>?> Joined(
        Lease lease,
        ThreadContext thread,
        IReadOnlyList<WaitingText> asked,
        CancellationToken cancellationToken
    )
    {
        var ids = asked.Select(t => t.Id).ToHashSet();
        var waiting = (await reader.Read(lease, cancellationToken))?.Texts ?? [];
        var joined = new List<WaitingText>(waiting.Where(t => ids.Contains(t.Id)));
        foreach (var text in waiting.Where(t => !ids.Contains(t.Id)))
        {
            var newer = await screening.Recognise(thread, text, cancellationToken);
            if (await screening.Judge(thread, newer, cancellationToken) is null)
            {
                joined.Add(newer);
            }
        }

        // Fewer than were asked: they were taken away from this turn, and what it writes counts for nothing.
        return Burst.Of(joined).Count > asked.Count ? joined : null;
    }
}
