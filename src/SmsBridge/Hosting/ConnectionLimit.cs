using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SmsBridge.Hosting;

/// <summary>Also where a listener has as many connections at work as it may have: probes and metrics.</summary>
internal sealed record AlwaysAnswered;

/// <summary>Limits the connections of a listener, so that a flood on one leaves the other its share, and none leaves nothing for probes.</summary>
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
        var connections = new OpenConnections(most, hasReserve: listener == Listener.Ops);
        options.Use(next =>
            async connection =>
            {
                using var place = connections.Enter(() => Close(connection));
                if (place is null)
                {
                    Close(connection);
                    return;
                }

                connection.Features.Set(place);
                await next(connection);
            }
        );

        void Close(ConnectionContext connection)
        {
            if (seldom.Now())
            {
                log.NoMoreConnections(listener.ToString(), most);
            }

            connection.Abort(new ConnectionAbortedException("The listener has as many connections as it may have."));
        }
    }

    /// <summary>Tells the connection's place when it is at work.</summary>
    public static void UseConnectionPlaces(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                var place = context.Features.Get<OpenConnections.Place>();
                place?.Begin();
                try
                {
                    await next(context);
                }
                finally
                {
                    place?.End();
                }
            }
        );

    /// <summary>Where endpoints are known: a connection beyond the number is for what must always answer.</summary>
    public static void UseConnectionReserve(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (
                    context.Features.Get<OpenConnections.Place>() is not { IsReserved: true }
                    || context.GetEndpoint()?.Metadata.GetMetadata<AlwaysAnswered>() is not null
                )
                {
                    return next(context);
                }

                context.Response.Headers.Connection = "close";
                context.Response.Headers.RetryAfter = "1";
                return TypedResults
                    .Problem(
                        $"As many requests are under way as there may be ({context.CameIn()}:MaxConnections).",
                        statusCode: StatusCodes.Status503ServiceUnavailable
                    )
                    .ExecuteAsync(context);
            }
        );
}
