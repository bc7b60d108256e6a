using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Bench;

/// <summary><c>bench</c>: an open loop at a fixed rate, a closed loop at full speed, the database's own yardstick, and the once-only audit.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var rate = new Option<int>("--rate") { Description = "Texts a second of the open loop", DefaultValueFactory = _ => 100 };
        var seconds = new Option<int>("--seconds") { Description = "Length of each loop", DefaultValueFactory = _ => 20 };
        var customers = new Option<int>("--customers") { Description = "Customers of the closed loop", DefaultValueFactory = _ => 128 };
        var callbacks = new Option<bool>("--callbacks") { Description = "Status callbacks, two a text", DefaultValueFactory = _ => true };
        var threads = new Option<int>("--threads") { Description = "Threads in the database beforehand", DefaultValueFactory = _ => 0 };
        var yardstick = new Option<bool>("--yardstick") { Description = "Run pgbench too", DefaultValueFactory = _ => true };
        var json = new Option<string?>("--json") { Description = "File for the figures" };
        var command = new Command("bench", "Measures throughput, overhead, CPU and memory")
        {
            rate,
            seconds,
            customers,
            callbacks,
            threads,
            yardstick,
            json,
        };
        command.SetAction(
            async (result, cancellationToken) =>
            {
                var duration = TimeSpan.FromSeconds(result.GetValue(seconds));
                var mode = result.GetValue(callbacks) ? CallbackMode.AfterAnswer : CallbackMode.Off;
                await using var rig = await Rig.Start(new CallbackPlan { Mode = mode }, Latency.None);
                await rig.AddInstance();
                await Threads.Fill(rig.Database, result.GetValue(threads));
                await new Load(rig.Twilio, firstText: 20_000_000).BackToBack(64, TimeSpan.FromSeconds(5), firstCustomer: 900_000);
                await rig.Twilio.Callbacks.Settled(TimeSpan.FromSeconds(60));

                var report = new Report
                {
                    ThreadsBefore = result.GetValue(threads),
                    OpenLoop = await Open(rig, result.GetValue(rate), duration),
                    ClosedLoop = await Closed(rig, result.GetValue(customers), duration),
                    Yardstick = result.GetValue(yardstick) ? await Yardstick.Run(rig.Postgres, duration / 2) : null,
                };
                report.Print(System.Console.Out);
                if (result.GetValue(json) is { } file)
                {
                    await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, Report.Json), cancellationToken);
                }

                return report.IsClean ? 0 : 1;
            }
        );
        return command;
    }

    private static async Task<LoopReport> Open(Rig rig, int rate, TimeSpan duration)
    {
        var load = new Load(rig.Twilio);
        var meter = Meter.Start(rig);
        await load.AtRate(rate, duration, customers: rate * 5);
        return await Measure(rig, load, meter, duration, load.Sent.Count);
    }

    private static async Task<LoopReport> Closed(Rig rig, int customers, TimeSpan duration)
    {
        var load = new Load(rig.Twilio, firstText: 10_000_000);
        var meter = Meter.Start(rig);
        var turns = await load.BackToBack(customers, duration, firstCustomer: 500_000);
        return await Measure(rig, load, meter, duration, turns);
    }

    private static async Task<LoopReport> Measure(Rig rig, Load load, Meter meter, TimeSpan duration, int turns)
    {
        var used = meter.Read();
        await rig.Twilio.Callbacks.Settled(TimeSpan.FromSeconds(60));
        var sent = load.Sent.ToArray();
        await Overhead.Settled(rig, sent, TimeSpan.FromSeconds(60));
        return new LoopReport
        {
            Turns = turns,
            TurnsPerSecond = Math.Round(turns / used.Elapsed.TotalSeconds, 1),
            AcceptedPerSecond = Math.Round(sent.Count(t => t.Status == 200) / used.Elapsed.TotalSeconds, 1),
            Accept = Percentiles.Of(sent.Select(t => t.AcceptTime.TotalMilliseconds)),
            Overhead = Percentiles.Of(Overhead.Of(rig, sent)),
            BridgeCpuPer1000 = Math.Round(used.BridgeCpu / turns * 1000, 3),
            PostgresCpuPer1000 = Math.Round(used.PostgresCpu / turns * 1000, 3),
            LoadCpuPer1000 = Math.Round(used.OwnCpu / turns * 1000, 3),
            BridgeMegabytes = Math.Round(rig.Instances.Sum(i => i.ResidentBytes) / 1048576.0, 1),
            Audit = Audit.Of(sent, rig.Twilio, rig.Chat),
        };
    }
}

/// <summary>CPU time and wall time between two moments.</summary>
internal sealed record Meter(Rig Rig, long Began, double Bridge, double Postgres, double Own)
{
    public static Meter Start(Rig rig) =>
        new(
            rig,
            Stopwatch.GetTimestamp(),
            rig.Instances.Sum(i => i.CpuSeconds),
            PostgresCpu.Seconds(rig.Postgres.DataDirectory),
            BridgeInstance.CpuOf(Environment.ProcessId)
        );

    public (TimeSpan Elapsed, double BridgeCpu, double PostgresCpu, double OwnCpu) Read()
    {
        var now = Start(Rig);
        return (Stopwatch.GetElapsedTime(Began), now.Bridge - Bridge, now.Postgres - Postgres, now.Own - Own);
    }
}
