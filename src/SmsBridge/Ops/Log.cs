namespace SmsBridge.Ops;

/// <summary>Event ids 700 to 799.</summary>
internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Error, "A request to {Endpoint} failed")]
    public static partial void RequestFailed(this ILogger log, string endpoint, Exception error);
}
