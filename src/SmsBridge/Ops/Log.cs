namespace SmsBridge.Ops;

/// <summary>Event ids 700 to 799.</summary>
internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Error, "A request to {Endpoint} failed")]
    public static partial void RequestFailed(this ILogger log, string endpoint, Exception error);

    [LoggerMessage(
        701,
        LogLevel.Information,
        "SmsBridge {Version}: webhooks on {PublicListen} as {BaseUrl}, API and health on {OpsListen}"
    )]
    public static partial void Starting(this ILogger log, string version, string publicListen, string baseUrl, string opsListen);

    [LoggerMessage(702, LogLevel.Information, "Agents: {Agents}. Twilio accounts: {Accounts}. Queues: {Queues}")]
    public static partial void Configured(this ILogger log, string agents, string accounts, string queues);

    [LoggerMessage(703, LogLevel.Warning, "Ops:BootstrapKey is not set: nobody can use the API. Make one with: openssl rand -hex 24")]
    public static partial void NoKey(this ILogger log);
}
