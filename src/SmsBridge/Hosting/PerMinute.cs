using System.Threading.RateLimiting;

namespace SmsBridge.Hosting;

/// <summary>So many a minute: at once, if a minute was quiet, and evenly from then on.</summary>
internal static class PerMinute
{
    public static RateLimitPartition<T> Partition<T>(T key, int most) =>
        most <= 0
            ? RateLimitPartition.GetNoLimiter(key)
            : RateLimitPartition.GetTokenBucketLimiter(
                key,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = most,
                    TokensPerPeriod = Math.Max(1, most / 60),
                    ReplenishmentPeriod = TimeSpan.FromSeconds(most >= 60 ? 1 : 60.0 / most),
                    QueueLimit = 0,
                }
            );

    /// <returns>Whole seconds, for the header Retry-After.</returns>
    public static int RetryAfter(RateLimitLease refused) =>
        refused.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
}
