namespace SmsBridge.Handoff.Desk;

/// <summary>Event ids 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Handoff {HandoffId} was accepted")]
    public static partial void Accepted(this ILogger log, Guid handoffId);

    [LoggerMessage(1001, LogLevel.Information, "Handoff {HandoffId} was released")]
    public static partial void Released(this ILogger log, Guid handoffId);

    [LoggerMessage(1002, LogLevel.Warning, "Nobody accepted handoff {HandoffId} in time")]
    public static partial void Expired(this ILogger log, Guid handoffId);

    [LoggerMessage(1003, LogLevel.Warning, "People have left handoff {HandoffId} without releasing it; the thread goes back to the agent")]
    public static partial void Abandoned(this ILogger log, Guid handoffId);

    [LoggerMessage(1004, LogLevel.Information, "People took thread {ThreadId} from the agent as handoff {HandoffId}")]
    public static partial void TakenOver(this ILogger log, Guid threadId, Guid handoffId);
}
