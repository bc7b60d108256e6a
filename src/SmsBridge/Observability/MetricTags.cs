using System.Diagnostics.Metrics;

namespace SmsBridge.Observability;

/// <summary>Tags that several instruments have.</summary>
internal static class MetricTags
{
    public const string Agent = "agent";
    public const string NumberClass = "number_class";
    public const string Outcome = "outcome";
    public const string Category = "category";
    public const string Kind = "kind";
    public const string Queue = "queue";

    /// <summary>For what is not known, or no longer configured: a tag is never left out in one place and given in another.</summary>
    public const string None = "none";
}

/// <summary>Bounds of histogram buckets, in seconds.</summary>
internal static class Buckets
{
    /// <summary>What customers wait for: agents take seconds, and a provider that is away minutes.</summary>
    public static readonly InstrumentAdvice<double> Waits = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300, 900, 3600],
    };

    /// <summary>What the bridge and one call take: milliseconds, until something is wrong.</summary>
    public static readonly InstrumentAdvice<double> Calls = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };
}
