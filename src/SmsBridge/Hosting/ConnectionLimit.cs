using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SmsBridge.Hosting;

/// <summary>Closes connections beyond a listener's limit, so that a flood on one listener leaves the other its share.</summary>
internal static class ConnectionLimit
{
    public static void UseConnectionLimit(this ListenOptions options, Listener listener, int most)
    {
        if (most <= 0)
        {
            return; // A mistake in the settings: told with all others.
        }

        var services = options.ApplicationServices;
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("SmsBridge.Hosting.ConnectionLimit");
        var seldom = new Seldom(services.GetRequiredService<TimeProvider>());
        var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 });
        options.Use(next =>
            async connection =>
            {
                using var place = limiter.AttemptAcquire();
                if (place.IsAcquired)
                {
                    await next(connection);
                    return;
                }

                if (seldom.Now())
                {
                    log.NoMoreConnections(listener.ToString(), most);
                }

                connection.Abort(new ConnectionAbortedException("The listener has as many connections as it may have."));
            }
        );
    }
}
