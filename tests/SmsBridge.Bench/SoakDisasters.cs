using System.Diagnostics;

namespace SmsBridge.Bench;

/// <summary>Kills, replaces and freezes instances, and takes Postgres away, at moments that follow from the seed.</summary>
internal sealed class SoakDisasters(Rig rig, SoakPlan plan, Action<string> tell)
{
    /// <summary>Longer than a lease (12 s) and a poll.</summary>
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(20);

    private readonly long began = Stopwatch.GetTimestamp();

    public int Kills { get; private set; }

    public int Restarts { get; private set; }

    public int Freezes { get; private set; }

    public int PostgresOutages { get; private set; }

    public TimeSpan LongestStop { get; private set; }

    /// <summary>Returns when all has been done and everything runs again.</summary>
    public Task Run() => Task.WhenAll(Lane(plan.ToInstances, new Random(plan.Seed + 3)), Lane(plan.ToPostgres, new Random(plan.Seed + 4)));

    private async Task Lane(IReadOnlyList<SoakAct> acts, Random random)
    {
        for (var i = 0; i < acts.Count; i++)
        {
            var due = (plan.Duration * ((i + 0.15 + (0.6 * random.NextDouble())) / acts.Count)) - Stopwatch.GetElapsedTime(began);
            var (slot, pause) = (random.Next(plan.Instances), TimeSpan.FromSeconds(random.NextDouble() * 5));
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, CancellationToken.None);
            }

            await Do(acts[i], slot, pause);
        }
    }

    private async Task Do(SoakAct act, int slot, TimeSpan pause)
    {
        tell(act is SoakAct.CrashPostgres or SoakAct.StopPostgres ? $"{act} for {pause.TotalSeconds:0.0} s" : $"{act} instance {slot}");
        switch (act)
        {
            case SoakAct.Kill:
                await rig.Instances[slot].Kill();
                Kills++;
                await Task.Delay(pause / 2, CancellationToken.None);
                await rig.Revive(slot);
                break;
            case SoakAct.Replace:
                var took = await rig.Instances[slot].Stop();
                LongestStop = took > LongestStop ? took : LongestStop;
                await rig.Revive(slot);
                Restarts++;
                break;
            case SoakAct.Freeze:
                await SoakProcess.Signal(rig.Instances[slot], "STOP");
                await Task.Delay(Frozen, CancellationToken.None);
                await SoakProcess.Signal(rig.Instances[slot], "CONT");
                Freezes++;
                break;
            case SoakAct.CrashPostgres:
                await rig.Postgres.Kill();
                await Task.Delay(pause, CancellationToken.None);
                await rig.Postgres.StartAgain();
                PostgresOutages++;
                break;
            default:
                await rig.Postgres.Stop();
                await Task.Delay(pause, CancellationToken.None);
                await rig.Postgres.StartAgain();
                PostgresOutages++;
                break;
        }

        tell($"{act} is over");
    }
}
