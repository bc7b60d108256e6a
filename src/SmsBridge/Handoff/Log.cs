namespace SmsBridge.Handoff;

/// <summary>Event ids 500 to 599.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Warning, "Event {EventId} for queue {Queue} has to wait: {Reason}")]
    public static partial void PublishPostponed(this ILogger log, Guid eventId, string queue, string reason);
}
