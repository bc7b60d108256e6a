namespace SmsBridge.Privacy;

/// <summary>Event ids 1600 to 1699.</summary>
internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Information, "Erased the thread {ThreadId}: {Count} messages")]
    public static partial void ThreadErased(this ILogger log, Guid threadId, int count);

    [LoggerMessage(1601, LogLevel.Warning, "{Count} spooled texts of customers who have been erased since were dropped")]
    public static partial void SpooledTextsDropped(this ILogger log, int count);

    [LoggerMessage(1602, LogLevel.Information, "Removed because of its age: {What} ({Count})")]
    public static partial void Retained(this ILogger log, string what, int count);

    [LoggerMessage(1603, LogLevel.Error, "Removing what is old failed; it goes on at the next round: {Error}")]
    public static partial void RetentionFailed(this ILogger log, string error);

    [LoggerMessage(1604, LogLevel.Warning, "Looking for erased customers failed; it is tried again: {Error}")]
    public static partial void WatchFailed(this ILogger log, string error);

    [LoggerMessage(1605, LogLevel.Warning, "Removed {Count} lines of erased customers from set-aside.log of the spool folder")]
    public static partial void SetAsideCleaned(this ILogger log, int count);
}
