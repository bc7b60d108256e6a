using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace SmsBridge.Hosting;

/// <summary>
/// How many webhooks of one address are refused with care. It is asked only about those that are refused in any case, so nothing that Twilio
/// signed ever meets it, from whatever address it comes.
/// </summary>
internal sealed class RefusalLimit(IOptions<PublicOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress?> limiter = PartitionedRateLimiter.Create<IPAddress?, int>(address =>
        PerMinute.Partition(RemoteNetwork.SlotOf(address), options.Value.RefusedPerMinute)
    );

    /// <returns>Null while the address is below the limit, else the seconds until it is again.</returns>
    public int? Count(IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(address);
        return lease.IsAcquired ? null : PerMinute.RetryAfter(lease);
    }

    public void Dispose() => limiter.Dispose();
}
