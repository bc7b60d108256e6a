namespace SmsBridge.Hosting;

/// <summary>Event ids 1700 to 1799, and 700.</summary>
internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Error, "A request to {Endpoint} failed")]
    public static partial void RequestFailed(this ILogger log, string endpoint, Exception error);

    [LoggerMessage(
        1700,
        LogLevel.Warning,
        "The listener {Listener} has {Most} connections, its limit ({Listener}:MaxConnections); a new one takes the place of the one that is idle longest"
    )]
    public static partial void NoMoreConnections(this ILogger log, string listener, int most);
}
