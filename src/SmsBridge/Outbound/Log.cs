using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>Event ids 400 to 499.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning, "Message {MessageId} has to wait ({Category}): {Reason}")]
    public static partial void SendPostponed(this ILogger log, Guid messageId, FailureCategory category, string reason);

    [LoggerMessage(401, LogLevel.Warning, "The lease on sending for thread {ThreadId} ran out; whoever has it now goes on")]
    public static partial void LeaseLost(this ILogger log, Guid threadId);
}
