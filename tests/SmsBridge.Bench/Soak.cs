using System.Diagnostics;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Bench;

/// <summary>One soak: people text while everything around the bridge fails; then it is left in peace, and the books are compared.</summary>
internal sealed class Soak(SoakPlan plan, TextWriter log)
{
    private readonly long began = Stopwatch.GetTimestamp();

    public static async Task<SoakReport> Run(SoakPlan plan, TextWriter log)
    {
        var latency = new Latency(TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(1500));
        // Ports from a range of its own for each run: while an instance is dead, nobody else may take its port.
        var firstPort = 20_000 + (Environment.ProcessId % 50 * 200);
        await using var rig = await Rig.Start(new CallbackPlan(), latency, plan.Seed, firstPort);
        try
        {
            return await new Soak(plan, log).Run(rig);
        }
        catch
        {
            rig.KeepFolder = true;
            throw;
        }
    }

    private async Task<SoakReport> Run(Rig rig)
    {
        Tell($"seed {plan.Seed}: {plan.Texts} texts in {plan.Duration.TotalSeconds} s, {plan.Instances} instances, logs in {rig.Folder}");
        await Prepare(rig);
        var handsets = new SoakHandsets(rig, plan);
        using var disasters = new SoakDisasters(rig, plan, Tell);
        using var desk = new SoakDesk(rig, plan);
        using var faults = new CancellationTokenSource();
        using var closing = new CancellationTokenSource();
        var faulty = plan.Faults ? new SoakFaults(rig, plan, Tell).Run(faults.Token) : Task.CompletedTask;
        var working = desk.Run(closing.Token);
        await Task.WhenAll(handsets.Run(), disasters.Run());
        await faults.CancelAsync();
        await faulty;
        desk.Diligent = true;
        var peace = Stopwatch.GetTimestamp();
        var settled = await Settle(rig, desk);
        Tell(settled ? $"settled after {Stopwatch.GetElapsedTime(peace).TotalSeconds:0.0} s" : "NOT SETTLED");
        await closing.CancelAsync();
        await working;
        return await Compare(rig, handsets, disasters, desk, settled);
    }

    private async Task Prepare(Rig rig)
    {
        rig.Chat.Script = new AgentScript("Hello.", [])
            .On(SoakHandsets.HandoffWord, "You said: {text}", handoff: """{"destination":"desk","reason":"soak"}""")
            .Otherwise("You said: {text}");
        rig.Settings["Agents__support__Timeout"] = "00:00:03";
        rig.Settings["Twilio__Timeout"] = "00:00:05";
        rig.Settings["Logging__Console__FormatterName"] = "simple";
        rig.Settings["Logging__Console__FormatterOptions__SingleLine"] = "true";
        rig.Settings["Logging__Console__FormatterOptions__TimestampFormat"] = "HH:mm:ss.fff ";
        for (var i = 0; i < plan.Instances; i++)
        {
            await rig.AddInstance();
        }
    }

    /// <returns>False when something was left undone.</returns>
    private async Task<bool> Settle(Rig rig, SoakDesk desk)
    {
        var rows = new SoakRows(rig.Database);
        var since = Stopwatch.GetTimestamp();
        var quiet = 0;
        while (Stopwatch.GetElapsedTime(since) < plan.Settling)
        {
            var spooled = Directory.GetFiles(rig.SpoolFolder, "texts-*.log", SearchOption.AllDirectories).Length;
            quiet = spooled == 0 && desk.GivingBack == 0 && await rows.Unfinished() == 0 ? quiet + 1 : 0;
            if (quiet == 4)
            {
                return true;
            }

            await Task.Delay(500, CancellationToken.None);
        }

        return false;
    }

    private async Task<SoakReport> Compare(Rig rig, SoakHandsets handsets, SoakDisasters disasters, SoakDesk desk, bool settled)
    {
        var rows = new SoakRows(rig.Database);
        var (texts, stored) = (handsets.Sent.ToArray(), await rows.Texts());
        var audit = new SoakAudit(texts, stored, await rows.Closed(), rig, desk.Received);
        var events = new SoakEvents(await rows.Events(), desk.Received);
        var (lost, doubled, outOfOrder) = (audit.Lost().ToList(), audit.Doubled().ToList(), audit.OutOfOrder().ToList());
        var report = new SoakReport
        {
            Seed = plan.Seed,
            Sent = texts.Length,
            Acknowledged = texts.Count(t => t.IsTaken),
            Repeated = handsets.Repeated,
            Relayed = audit.Relayed,
            Spooled = audit.Spooled,
            Kills = disasters.Kills,
            Restarts = disasters.Restarts,
            Freezes = disasters.Freezes,
            PostgresOutages = disasters.PostgresOutages,
            LongestStop = disasters.LongestStop,
            FaultyCalls = rig.Chat.Faults.Applied.Count + rig.Twilio.Faults.Applied.Count,
            Events = events.Written,
            EventsAgain = events.Again,
            AskedTwiceFlagged = audit.AskedTwiceFlagged,
            Apologised = audit.Apologised,
            ApologisedUntaken = audit.ApologisedUntaken,
            OrderUnknown = audit.OrderUnknown,
            Settled = settled,
            Lost = lost.Count,
            Doubled = doubled.Count,
            OutOfOrder = outOfOrder.Count,
            Others = [.. handsets.Refusals, .. events.Violations().Select(v => $"{v.What}, thread {v.ThreadId}")],
        };
        if (!report.IsClean)
        {
            rig.KeepFolder = true;
            report.Kept = rig.Folder;
            var story = new SoakStory(rig, rows, texts, desk.Received);
            var violations = lost.Concat(doubled).Concat(outOfOrder).ToList();
            violations.ForEach(v => Tell($"{v.What}: '{v.Text.Body}' of {v.Text.Customer}"));
            foreach (var violation in violations.DistinctBy(v => v.Text.Customer).Take(5))
            {
                log.WriteLine($"--- {violation.What}: '{violation.Text.Body}'");
                await story.Tell(violation.Text.Customer, stored.Find(r => r.Sid == violation.Text.Sid)?.ThreadId, log);
            }
        }

        return report;
    }

    private void Tell(string what) =>
        log.WriteLine($"{DateTime.UtcNow:HH:mm:ss.fff} {Stopwatch.GetElapsedTime(began).TotalSeconds, 6:0.0} s  {what}");
}
