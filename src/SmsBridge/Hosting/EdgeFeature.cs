namespace SmsBridge.Hosting;

/// <summary>What stands between the network and the endpoints, on both listeners.</summary>
internal static class EdgeFeature
{
    public static IServiceCollection AddEdge(this IServiceCollection services) =>
        services.AddCallLimits().AddSingleton<RefusalLimit>().AddSingleton<LongCalls>();

    /// <summary>The framework has a switch of its own that believes the headers of any proxy; a platform may have turned it on.</summary>
    public static void BelieveNobody(this IConfigurationManager configuration) => configuration["ForwardedHeaders_Enabled"] = "false";

    /// <summary>Comes before everything that looks at a request.</summary>
    public static void UseEdge(this WebApplication app, PublicOptions publicSide, OpsOptions opsSide)
    {
        app.UseConnectionPlaces();
        Believe(Listener.Public, publicSide.TrustedProxies);
        Believe(Listener.Ops, opsSide.TrustedProxies);
        app.UseSecurityHeaders();

        void Believe(Listener listener, List<string> proxies)
        {
            if (TrustedProxies.Options(proxies) is { } options)
            {
                app.UseWhen(context => context.CameIn() == listener, side => side.UseForwardedHeaders(options));
            }
        }
    }
}
