namespace SmsBridge.Storage;

/// <summary>Event ids 900 to 999.</summary>
internal static partial class Log
{
    [LoggerMessage(900, LogLevel.Warning, "Waiting for the database: {Obstacle}")]
    public static partial void WaitingForDatabase(this ILogger log, string obstacle);
}
