namespace SmsBridge.Bench;

/// <summary>Milliseconds.</summary>
internal sealed record Percentiles(double P50, double P95, double P99, double Max)
{
    public static Percentiles Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return sorted.Length == 0 ? new(0, 0, 0, 0) : new(At(0.50), At(0.95), At(0.99), Math.Round(sorted[^1], 2));

        double At(double share) => Math.Round(sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)], 2);
    }

    public override string ToString() => $"p50 {P50} ms, p95 {P95} ms, p99 {P99} ms, max {Max} ms";
}
