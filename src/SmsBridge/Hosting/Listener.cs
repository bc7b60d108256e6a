using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SmsBridge.Hosting;

/// <summary>The two sides from which the service is reached. No endpoint answers on both.</summary>
internal enum Listener
{
    /// <summary>Webhooks; open to the world.</summary>
    Public,

    /// <summary>API, health and whatever else operators use.</summary>
    Ops,
}

/// <summary>The largest request body of an endpoint, in bytes.</summary>
internal sealed record RequestSize(long Bytes) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => Bytes;
}

internal static class ListenerFeature
{
    /// <summary>Binds both addresses and marks every connection with the one that it came in on.</summary>
    public static void UseListeners(this ConfigureWebHostBuilder host, PublicOptions publicSide, OpsOptions opsSide) =>
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Set(kestrel.Limits);
            Listen(publicSide.Listen, Listener.Public, publicSide.MaxConnections);
            Listen(opsSide.Listen, Listener.Ops, opsSide.MaxConnections);

            void Listen(string address, Listener listener, int connections)
            {
                // A wrong one is reported with all other mistakes in the settings, before anything listens.
                if (ListenAddress.Parse(address) is not { } endPoint)
                {
                    return;
                }

                kestrel.Listen(
                    endPoint,
                    options =>
                    {
                        // TLS ends at the proxy, and proxies speak HTTP/1.1 to what is behind them.
                        options.Protocols = HttpProtocols.Http1;
                        options.UseConnectionLimit(listener, connections);
                        options.Use(next =>
                            connection =>
                            {
                                connection.Features.Set(new ListenerMark(listener));
                                return next(connection);
                            }
                        );
                    }
                );
            }
        });

    public static TBuilder OnListener<TBuilder>(this TBuilder endpoints, Listener listener)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new ListenerMark(listener));

    /// <summary>The listener that a request came in on.</summary>
    public static Listener? CameIn(this HttpContext context) => context.Features.Get<ListenerMark>()?.Listener;

    /// <summary>On the wrong side an endpoint does not exist. One that names no side is for operators.</summary>
    public static void UseListenerSeparation(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var endpoint = context.GetEndpoint();
                var side = endpoint?.Metadata.GetMetadata<ListenerMark>()?.Listener ?? Listener.Ops;
                if (endpoint is not null && context.CameIn() != side)
                {
                    context.SetEndpoint(null);
                }

                return next(context);
            }
        );

    private sealed record ListenerMark(Listener Listener);
}
