namespace SmsBridge.Admin;

/// <summary>Event ids 701 to 799.</summary>
internal static partial class Log
{
    [LoggerMessage(
        701,
        LogLevel.Information,
        "SmsBridge {Version}: webhooks on {PublicListen} as {BaseUrl}, API and health on {OpsListen}"
    )]
    public static partial void Starting(this ILogger log, string version, string publicListen, string baseUrl, string opsListen);

    [LoggerMessage(702, LogLevel.Information, "Agents: {Agents}. Twilio accounts: {Accounts}. Queues: {Queues}. Lookups: {Lookups}")]
    public static partial void Configured(this ILogger log, string agents, string accounts, string queues, string lookups);

    [LoggerMessage(
        703,
        LogLevel.Information,
        "Ops:BootstrapKey is not set: only stored keys open the API. Make one with: smsbridge keys create NAME --role admin"
    )]
    public static partial void NoKey(this ILogger log);
}
