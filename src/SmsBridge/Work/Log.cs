namespace SmsBridge.Work;

/// <summary>Event ids 100 to 199.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Error, "Looking for due {Kind} work failed; trying again in a second")]
    public static partial void RoundFailed(this ILogger log, string kind, Exception error);

    [LoggerMessage(101, LogLevel.Error, "{Kind} work of thread {ThreadId} failed; it will be tried again")]
    public static partial void WorkFailed(this ILogger log, string kind, Guid threadId, Exception error);

    [LoggerMessage(102, LogLevel.Warning, "Renewing {Count} leases on {Kind} work failed; they run out soon")]
    public static partial void RenewFailed(this ILogger log, string kind, int count, Exception error);
}
