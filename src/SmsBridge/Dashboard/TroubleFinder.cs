using SmsBridge.Agents;
using SmsBridge.Hosting;
using SmsBridge.Inbound;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Twilio;
using SmsBridge.Work;

namespace SmsBridge.Dashboard;

/// <summary>Something that is wrong.</summary>
/// <param name="IsBad">False: works, but somebody should look.</param>
/// <param name="Link">The page of the thing, below the console.</param>
internal sealed record Trouble(bool IsBad, string What, string? Why, string Remedy, string Link, string LinkText);

/// <summary>Puts everything that is known into one list: what is wrong, why, and what to do, the worst first.</summary>
internal sealed class TroubleFinder(
    AgentRegistry agents,
    TwilioClient twilio,
    QueueTargets queues,
    NumberBook numbers,
    SpoolLog spool,
    TimeProvider time
)
{
    private static readonly TimeSpan FetchedWithin = TimeSpan.FromMinutes(5);

    /// <summary>How the providers look from this instance.</summary>
    public IReadOnlyList<RemoteState> Providers => [.. agents.States, .. twilio.States, .. queues.States];

    public IReadOnlyList<Trouble> Find(WorkState work, PeopleState handoffs, IReadOnlyList<QueueView> queueViews, CheckupResult? checkup) =>
        [
            .. Mine()
                .Concat(Paused())
                .Concat(Queues(queueViews))
                .Concat(Held(work))
                .Concat(People(handoffs))
                .Concat(Failed(work))
                .Concat(Checks(checkup, [.. queueViews.Where(q => q.Stopped is not null).Select(q => q.Name)]))
                .DistinctBy(t => (t.What, t.Why))
                .OrderByDescending(t => t.IsBad),
        ];

    private IEnumerable<Trouble> Mine()
    {
        if (spool.HasTexts)
        {
            yield return new(
                true,
                $"{(spool.Bytes / 1024) + 1} kB of texts wait on this instance's disk",
                "The database was away when they came in.",
                "They go to the database by themselves once it answers; if they stay, look at the instance's log.",
                "/checks",
                "Checks"
            );
        }

        if (numbers.IsLoaded && !numbers.HasAny)
        {
            yield return new(
                false,
                "No number is set up yet",
                null,
                "Put your numbers live from one file, or add the first by hand.",
                "/numbers/file",
                "Numbers from a file"
            );
        }
    }

    private IEnumerable<Trouble> Paused() =>
        Providers
            .Where(p => p.Condition != RemoteCondition.Works)
            .Select(p =>
                p.Condition == RemoteCondition.Paused
                    ? new Trouble(
                        true,
                        $"{Capital(p.Name)} is paused: it refuses the credentials",
                        p.Reason,
                        "Correct its credentials in the settings and restart the instances. What waits goes on by itself within a minute.",
                        "/checks",
                        "Checks say which setting"
                    )
                    : new Trouble(
                        true,
                        $"{Capital(p.Name)} is failing: its circuit is open",
                        p.Reason,
                        "It is tried again every few seconds. See whether it is down, or the way to it: name, proxy, firewall.",
                        "/checks",
                        "Checks"
                    )
            );

    private IEnumerable<Trouble> Queues(IReadOnlyList<QueueView> views)
    {
        foreach (var queue in views)
        {
            if (queue.Stopped is { } stop)
            {
                yield return new(
                    true,
                    $"Queue '{queue.Name}' is stopped; {Show.Count(queue.Pending, "event waits", "events wait")} for it",
                    stop.Reason,
                    "Put its receiver right, then let the queue go on.",
                    "/queues",
                    "Let it go on"
                );
            }
            else if (queue.Type is null)
            {
                yield return new(
                    true,
                    $"{Show.Count(queue.Pending, "event waits", "events wait")} for queue '{queue.Name}', which the settings do not have",
                    null,
                    $"Set Queues:{queue.Name} again, and restart the instances.",
                    "/queues",
                    "Queues"
                );
            }
            else if (queue.OldestPendingAt is { } oldest && time.GetUtcNow() - oldest > FetchedWithin)
            {
                yield return new(
                    true,
                    $"{Show.Count(queue.Pending, "event waits", "events wait")} in queue '{queue.Name}', the first for {Show.Long(time.GetUtcNow() - oldest)}",
                    null,
                    queue.Type == PostgresQueue.Kind
                        ? "See whether the desk that fetches from it still runs."
                        : "See whether its receiver runs.",
                    "/queues",
                    "Queues"
                );
            }
        }
    }

    private static IEnumerable<Trouble> Held(WorkState work) =>
        work
            .Waiting.Select(w => new Trouble(
                true,
                Advice.Work(w.Kind, w.Count),
                w.Reason,
                Advice.ForWaiting(w.Kind, w.Category),
                w.Category == nameof(FailureCategory.QueueStopped) ? "/queues" : "/checks",
                w.Category == nameof(FailureCategory.QueueStopped) ? "Queues" : "Checks"
            ))
            .Concat(
                work.Overdue.Select(w => new Trouble(
                    true,
                    Advice.Work(w.Kind, w.Count),
                    "It is due, and no instance has begun it.",
                    "See whether the instances run, and whether they are overloaded (CPU, database).",
                    "/checks",
                    "Checks"
                ))
            );

    private IEnumerable<Trouble> People(PeopleState handoffs)
    {
        if (handoffs.Waiting > 0)
        {
            yield return new(
                handoffs.Late > 0,
                handoffs.Waiting == 1 ? "1 customer waits for people" : $"{handoffs.Waiting} customers wait for people",
                handoffs.Oldest is { } oldest ? $"The first has waited for {Show.Long(time.GetUtcNow() - oldest)}." : null,
                "People accept them at their desk.",
                "/handoffs?state=waiting",
                "Who waits"
            );
        }
    }

    private static IEnumerable<Trouble> Failed(WorkState work) =>
        work.GaveUp.Select(f => new Trouble(
            false,
            Advice.GaveUp(f.Kind, f.Category, f.Count),
            f.Reason,
            Advice.ForFailure(f.Kind, f.Category),
            $"/failures?kind={f.Kind}&category={Uri.EscapeDataString(f.Category)}",
            "Failures"
        ));

    /// <summary>What waits, what gave up, and queues that are stopped are in the list already, with more to it.</summary>
    private static IEnumerable<Trouble> Checks(CheckupResult? checkup, IReadOnlyList<string> stopped) =>
        (checkup?.Findings ?? [])
            .Where(f => f.Verdict != Verdict.Ok && f.Check != "work" && !(f.Check == "queues" && stopped.Contains(f.Subject)))
            .Select(f => new Trouble(
                f.Verdict == Verdict.Fail,
                f.Subject is null ? $"Check '{f.Check}'" : $"Check '{f.Check}', {f.Subject}",
                f.What,
                f.Remedy ?? "",
                "/checks",
                "All checks"
            ));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
