namespace SmsBridge.Agents.ChatApi;

/// <summary>Event ids 1100 to 1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Warning, "The handoff of conversation {ConversationId} goes out without handoffState: {Reason}")]
    public static partial void NoHandoffState(this ILogger log, string conversationId, string reason);
}
