using System.Text.Json;

namespace SmsBridge.Bench;

/// <summary>The figures of one loop. CPU is in seconds per 1,000 turns, which is milliseconds a turn.</summary>
internal sealed record LoopReport
{
    public required int Turns { get; init; }
    public required double TurnsPerSecond { get; init; }
    public required double AcceptedPerSecond { get; init; }
    public required Percentiles Accept { get; init; }
    public required Percentiles Overhead { get; init; }
    public required double BridgeCpuPer1000 { get; init; }
    public required double PostgresCpuPer1000 { get; init; }
    public required double LoadCpuPer1000 { get; init; }
    public required double BridgeMegabytes { get; init; }
    public required Audit Audit { get; init; }
}

/// <summary>The figures of one run; compare only figures of the same run, since machines are shared.</summary>
internal sealed record Report
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required int ThreadsBefore { get; init; }
    public required LoopReport OpenLoop { get; init; }
    public required LoopReport ClosedLoop { get; init; }
    public YardstickReport? Yardstick { get; init; }

    public double? ShareOfYardstick =>
        Yardstick is { TurnsPerSecond: > 0 } y ? Math.Round(ClosedLoop.TurnsPerSecond / y.TurnsPerSecond, 3) : null;

    public bool IsClean => Clean(OpenLoop.Audit) && Clean(ClosedLoop.Audit);

    public void Print(TextWriter to)
    {
        to.WriteLine($"{"", -34}{"open loop", 14}{"closed loop", 14}");
        Row("turns", l => l.Turns);
        Row("texts accepted a second", l => l.AcceptedPerSecond);
        Row("turns a second", l => l.TurnsPerSecond);
        Row("webhook accepted, p50 ms", l => l.Accept.P50);
        Row("webhook accepted, p99 ms", l => l.Accept.P99);
        Row("overhead, p50 ms", l => l.Overhead.P50);
        Row("overhead, p95 ms", l => l.Overhead.P95);
        Row("overhead, p99 ms", l => l.Overhead.P99);
        Row("bridge CPU, s per 1,000 turns", l => l.BridgeCpuPer1000);
        Row("Postgres CPU, s per 1,000 turns", l => l.PostgresCpuPer1000);
        Row("load and sandbox CPU, likewise", l => l.LoadCpuPer1000);
        Row("bridge resident, MiB", l => l.BridgeMegabytes);
        to.WriteLine($"open loop:   {OpenLoop.Audit}");
        to.WriteLine($"closed loop: {ClosedLoop.Audit}");
        if (Yardstick is { } yardstick)
        {
            to.WriteLine(
                $"pgbench, the bridge's statements, three commits a turn: {yardstick.TurnsPerSecond} turns a second; the closed loop reaches {ShareOfYardstick:P0} of it"
            );
        }

        void Row(string what, Func<LoopReport, double> figure) =>
            to.WriteLine($"{what, -34}{figure(OpenLoop), 14}{figure(ClosedLoop), 14}");
    }

    private static bool Clean(Audit audit) => audit is { Lost: 0, DoubleAsked: 0, DoubleSent: 0, OutOfOrder: 0 };
}

/// <param name="TurnsPerSecond">Each turn as three transactions of one thread, from 16 connections.</param>
internal sealed record YardstickReport(double TurnsPerSecond);
