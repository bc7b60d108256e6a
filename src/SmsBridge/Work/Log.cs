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

    [LoggerMessage(
        110,
        LogLevel.Critical,
        "ALERT: {Provider} is paused: {Reason}. Its work waits and nothing is lost; put the credentials right. Probing every {ProbeEvery}"
    )]
    public static partial void ProviderPaused(this ILogger log, string provider, string reason, TimeSpan probeEvery);

    [LoggerMessage(111, LogLevel.Warning, "{Provider} accepts its credentials again; waiting work goes on")]
    public static partial void ProviderResumed(this ILogger log, string provider);

    [LoggerMessage(112, LogLevel.Error, "{Provider} is failing; its circuit is open and its work waits")]
    public static partial void CircuitOpened(this ILogger log, string provider);

    [LoggerMessage(113, LogLevel.Warning, "{Provider} answers again; waiting work goes on")]
    public static partial void CircuitClosed(this ILogger log, string provider);
}
