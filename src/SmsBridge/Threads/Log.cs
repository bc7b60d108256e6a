using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>Event ids 600 to 699.</summary>
internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Warning, "The turn of message {MessageId} has to wait {After} ({Category}): {Reason}")]
    public static partial void TurnPostponed(this ILogger log, Guid messageId, FailureCategory category, string reason, TimeSpan after);

    [LoggerMessage(601, LogLevel.Error, "The turn of message {MessageId} was given up ({Category}): {Reason}")]
    public static partial void TurnGivenUp(this ILogger log, Guid messageId, FailureCategory category, string reason);

    [LoggerMessage(602, LogLevel.Warning, "The lease on turns of thread {ThreadId} ran out; whoever has it now goes on")]
    public static partial void LeaseLost(this ILogger log, Guid threadId);

    [LoggerMessage(605, LogLevel.Warning, "What became of the turn of thread {ThreadId} cannot be written yet and is kept: {Error}")]
    public static partial void ResultKept(this ILogger log, Guid threadId, string error);

    [LoggerMessage(
        606,
        LogLevel.Error,
        "ALERT: a reply in thread {ThreadId} had {Length} characters; only the first {Sent} are sent. See what has the agent write so much"
    )]
    public static partial void ReplyCut(this ILogger log, Guid threadId, int length, int sent);

    [LoggerMessage(603, LogLevel.Warning, "Closing conversation {ConversationId} at the Chat API has to wait ({Category}): {Reason}")]
    public static partial void ClosePostponed(this ILogger log, Guid conversationId, FailureCategory category, string reason);

    [LoggerMessage(604, LogLevel.Error, "Closing conversation {ConversationId} at the Chat API was given up ({Category}): {Reason}")]
    public static partial void CloseGivenUp(this ILogger log, Guid conversationId, FailureCategory category, string reason);

    [LoggerMessage(620, LogLevel.Warning, "Message {MessageId}, which was to be sent at this time, was canceled: {Reason}")]
    public static partial void StartedTextCanceled(this ILogger log, Guid messageId, string reason);
}
