namespace SmsBridge.Sandbox.ChatApi;

/// <summary>A log-normal distribution of thinking times, as LLM agents have: most near the median, a long tail.</summary>
internal sealed record Latency(TimeSpan Median, TimeSpan P99)
{
    /// <summary>The 99th percentile of the standard normal distribution.</summary>
    private const double Z99 = 2.3263;

    public static Latency None { get; } = new(TimeSpan.Zero, TimeSpan.Zero);

    public static Latency Constant(TimeSpan time) => new(time, time);

    public TimeSpan Next(Random random)
    {
        if (P99 <= Median)
            return Median;
        var sigma = Math.Log(P99 / Median) / Z99;
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Median * Math.Exp(sigma * normal);
    }
}
