using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace SmsBridge.Hosting;

/// <summary>
/// How often the API is asked, and how many requests are under way at once: by one key, and by one address without a key. A call counts as it begins,
/// so a stream or a long poll counts once.
/// </summary>
internal static class CallLimits
{
    public static IServiceCollection AddCallLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limits => limits.OnRejected = Refuse);
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<OpsOptions>>(
                (limits, ops) =>
                    limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                        PartitionedRateLimiter.Create<HttpContext, (string, int)>(call => CounterOf(call, ops.Value)),
                        PartitionedRateLimiter.Create<HttpContext, (string, int)>(call => PlacesOf(call, ops.Value))
                    )
            );
        return services;
    }

    private static RateLimitPartition<(string Holder, int Slot)> CounterOf(HttpContext call, OpsOptions ops) =>
        call.CameIn() is not Listener.Ops ? RateLimitPartition.GetNoLimiter(("public", 0))
        : call.User.Identity is { IsAuthenticated: true, Name: { } holder } ? PerMinute.Partition((holder, 0), ops.RequestsPerMinute)
        // Who is signed in is known only behind this. A page that looks anew every second is no guesser: guesses are limited where one signs in.
        : call.Request.Path.StartsWithSegments(Dashboard.Links.Root, StringComparison.OrdinalIgnoreCase)
            ? PerMinute.Partition((Dashboard.Links.Root, RemoteNetwork.SlotOf(call.Connection.RemoteIpAddress)), ops.RequestsPerMinute)
        : PerMinute.Partition(("", RemoteNetwork.SlotOf(call.Connection.RemoteIpAddress)), ops.AnonymousPerMinute);

    /// <summary>However slowly somebody sends or reads, half of the connections are left for the other keys, and as many again without one.</summary>
    private static RateLimitPartition<(string Holder, int Slot)> PlacesOf(HttpContext call, OpsOptions ops) =>
        call.CameIn() is not Listener.Ops ? RateLimitPartition.GetNoLimiter(("public", 0))
        : call.User.Identity is { IsAuthenticated: true, Name: { } holder } ? AtOnce((holder, 0), ops.MaxConnections / 2)
        : AtOnce(("", RemoteNetwork.SlotOf(call.Connection.RemoteIpAddress)), ops.MaxConnections / 4);

    private static RateLimitPartition<(string Holder, int Slot)> AtOnce((string Holder, int Slot) key, int most) =>
        RateLimitPartition.GetConcurrencyLimiter(
            key,
            _ => new ConcurrencyLimiterOptions { PermitLimit = Math.Max(1, most), QueueLimit = 0 }
        );

    private static async ValueTask Refuse(OnRejectedContext refused, CancellationToken cancellationToken)
    {
        var call = refused.HttpContext;
        call.Response.Headers.RetryAfter = PerMinute.RetryAfter(refused.Lease).ToString(CultureInfo.InvariantCulture);
        var isOften = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out _);
        await TypedResults
            .Problem(
                !isOften ? "Too many requests are under way at once from here (half or a quarter of Ops:MaxConnections)."
                    : call.User.Identity is { IsAuthenticated: true } ? "This key asks too often (Ops:RequestsPerMinute)."
                    : "This address asks too often without a key (Ops:AnonymousPerMinute).",
                statusCode: StatusCodes.Status429TooManyRequests
            )
            .ExecuteAsync(call);
    }
}
