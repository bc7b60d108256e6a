namespace SmsBridge.Queues;

/// <summary>Event ids 500 to 599.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Debug, "Event {EventId} for queue {Queue} has to wait: {Reason}")]
    public static partial void PublishPostponed(this ILogger log, Guid eventId, string queue, string reason);

    [LoggerMessage(
        501,
        LogLevel.Error,
        "ALERT: queue {Queue} does not take events: {Reason}. They wait, nothing is lost; tried again every 30 s"
    )]
    public static partial void QueueAway(this ILogger log, string queue, string reason);

    [LoggerMessage(502, LogLevel.Warning, "Queue {Queue} takes events again")]
    public static partial void QueueBack(this ILogger log, string queue);

    [LoggerMessage(
        503,
        LogLevel.Critical,
        "ALERT: queue {Queue} is stopped: {Reason}. Its events wait; POST /api/v1/queues/{Queue}/resume lets it go on"
    )]
    public static partial void QueueStopped(this ILogger log, string queue, string reason);

    [LoggerMessage(504, LogLevel.Warning, "Queue {Queue} goes on by request")]
    public static partial void QueueResumed(this ILogger log, string queue);

    [LoggerMessage(505, LogLevel.Error, "Event {EventId} was given up for queue {Queue}: {Reason}. It is in failures and can be replayed")]
    public static partial void PublishGivenUp(this ILogger log, Guid eventId, string queue, string reason);

    [LoggerMessage(
        506,
        LogLevel.Error,
        "{Count} events of queue {Queue} were delivered {Most} times without being acknowledged: set aside into failures"
    )]
    public static partial void EventsSetAside(this ILogger log, int count, string queue, int most);

    [LoggerMessage(507, LogLevel.Error, "Giving event {EventId} to queue {Queue} failed in the bridge; it will be tried again")]
    public static partial void PublishFailed(this ILogger log, Guid eventId, string queue, Exception error);

    [LoggerMessage(
        508,
        LogLevel.Warning,
        "Queue {Queue} cannot be made ready for its receivers yet: {Reason}. Tried again every few seconds"
    )]
    public static partial void NotPrepared(this ILogger log, string queue, string reason);

    [LoggerMessage(550, LogLevel.Warning, "The streams of handoff events wait for the database")]
    public static partial void StreamsWait(this ILogger log, Exception error);
}
