namespace SmsBridge.Observability;

internal static class ObservabilityFeature
{
    /// <summary>Categories of the framework whose messages hold request paths, and so phone numbers.</summary>
    private static readonly string[] Tellers =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.HttpLogging",
        "System.Net.Http.HttpClient",
        // Says of every call without a key that it was challenged.
        "SmsBridge.Ops.ApiKeys",
        "SmsBridge.Console.ConsoleSession",
    ];

    public static IServiceCollection AddObservability(this IServiceCollection services)
    {
        services.AddSingleton<BridgeMetrics>();

        // After the settings, so that no level switched on there brings phone numbers into the logs.
        return services.PostConfigure<LoggerFilterOptions>(o =>
        {
            foreach (var category in Tellers)
            {
                o.Rules.Add(new LoggerFilterRule(null, category, LogLevel.Warning, null));
            }

            // What keeps the host from starting is told once, with its remedy, by Ops/Startup.cs.
            o.Rules.Add(new LoggerFilterRule(null, "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None, null));
        });
    }
}
