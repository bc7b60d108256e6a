namespace SmsBridge.Numbers;

/// <summary>Event ids 200 to 299.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "{Count} numbers in force, revision {Revision}")]
    public static partial void NumbersLoaded(this ILogger log, int count, long revision);

    [LoggerMessage(201, LogLevel.Warning, "The number documents could not be read, the last known ones stay in force: {Error}")]
    public static partial void RefreshFailed(this ILogger log, string error);
}
