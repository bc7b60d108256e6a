using System.Net;
using System.Threading.RateLimiting;

namespace SmsBridge.Hosting;

/// <summary>
/// Limits wrong keys: ten within a minute from one address; further ones are told to wait until the minute is over. It is asked only about keys
/// that are wrong, so a right key is let in whatever others send from its address.
/// </summary>
internal sealed class SignInLimit : IDisposable
{
    public const int Allowed = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress?> limiter = PartitionedRateLimiter.Create<IPAddress?, int>(address =>
        RateLimitPartition.GetFixedWindowLimiter(
            RemoteNetwork.SlotOf(address),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = Allowed, Window = Window }
        )
    );

    /// <summary>Counts a wrong key.</summary>
    /// <returns>Null while the address is below the limit, else how long it has to wait.</returns>
    public TimeSpan? Failed(IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(address);
        return lease.IsAcquired ? null : TimeSpan.FromSeconds(PerMinute.RetryAfter(lease));
    }

    public void Dispose() => limiter.Dispose();
}
