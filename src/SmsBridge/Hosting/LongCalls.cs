using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace SmsBridge.Hosting;

/// <summary>
/// How many calls that hold their connection for long (streams, long polls, exports, files) are open at once: of one key, and of all together, so that
/// half of the listener's connections are left for the others.
/// </summary>
internal sealed class LongCalls(IOptions<OpsOptions> ops) : IDisposable
{
    private const int TryAgainAfterSeconds = 5;

    private readonly PartitionedRateLimiter<string> byKey = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => Limit(ops.Value.LongCallsPerKey))
    );

    private readonly ConcurrencyLimiter all = new(Limit(ops.Value.MaxConnections / 2));

    /// <summary>For an endpoint of this kind.</summary>
    public static ValueTask<object?> Limit(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.RequestServices.GetRequiredService<LongCalls>().Enter(http) is { } refused
            ? ValueTask.FromResult<object?>(refused)
            : next(context);
    }

    public void Dispose()
    {
        byKey.Dispose();
        all.Dispose();
    }

    /// <summary>The place is left when the answer has ended, or the caller is gone.</summary>
    private ProblemHttpResult? Enter(HttpContext http)
    {
        var own = byKey.AttemptAcquire(http.User.Identity?.Name ?? "");
        http.Response.RegisterForDispose(own);
        if (!own.IsAcquired)
        {
            return TooMany(http, $"This key has {ops.Value.LongCallsPerKey} streams, long polls and downloads open (Ops:LongCallsPerKey).");
        }

        var place = all.AttemptAcquire();
        http.Response.RegisterForDispose(place);
        return place.IsAcquired
            ? null
            : TooMany(
                http,
                "All keys together have as many streams, long polls and downloads open as there may be (half of Ops:MaxConnections)."
            );
    }

    private static ProblemHttpResult TooMany(HttpContext http, string why)
    {
        http.Response.Headers.RetryAfter = TryAgainAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem($"{why} End some of them, or try again later.", statusCode: StatusCodes.Status429TooManyRequests);
    }

    private static ConcurrencyLimiterOptions Limit(int calls) => new() { PermitLimit = Math.Max(1, calls), QueueLimit = 0 };
}

internal static class LongCallEndpoints
{
    public static RouteHandlerBuilder HoldsItsConnection(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(LongCalls.Limit);
}
