using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Storage;

namespace SmsBridge.Threads;

/// <summary>A thread as the API shows it.</summary>
internal sealed record ThreadView(
    Guid Id,
    string Number,
    string Customer,
    string Channel,
    string State,
    ConversationView? Conversation,
    DateTimeOffset LastMessageAt
)
{
    /// <summary>In order; only in the answer for a single thread.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MessageView>? Messages { get; init; }

    /// <summary>What is held up, until when and why; only in the answer for a single thread.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WaitingView>? Waiting { get; init; }

    public static ThreadView Of(ThreadRow thread, ConversationRow? conversation) =>
        new(
            thread.Id,
            thread.Number,
            thread.Customer,
            thread.Channel,
            thread.State,
            conversation is null
                ? null
                : new ConversationView(
                    conversation.Id,
                    conversation.ChatConversationId,
                    conversation.Agent,
                    conversation.VariantId,
                    conversation.OpenedAt
                ),
            thread.LastMessageAt
        );
}

internal sealed record ConversationView(Guid Id, string ChatConversationId, string Agent, string? VariantId, DateTimeOffset OpenedAt);

/// <param name="Direction"><c>in</c> or <c>out</c>.</param>
internal sealed record MessageView(
    Guid Id,
    string Direction,
    string Author,
    string Text,
    string Status,
    DateTimeOffset At,
    string? ProviderSid,
    MessageError? Error,
    JsonElement Media
)
{
    public static MessageView Of(MessageRow message) =>
        new(
            message.Id,
            message.Direction,
            message.Author,
            message.Text,
            message.Status,
            message.At,
            message.ProviderSid,
            message.ErrorCode is null && message.ErrorText is null ? null : new MessageError(message.ErrorCode, message.ErrorText),
            JsonDocument.Parse(message.Media ?? "[]").RootElement
        );
}

/// <param name="Code">The provider's.</param>
internal sealed record MessageError(int? Code, string? Text);

/// <summary>Work that has to wait.</summary>
/// <param name="Kind"><c>turn</c>, <c>send</c>, <c>publish</c> or <c>close</c>.</param>
internal sealed record WaitingView(string Kind, DateTimeOffset DueAt, int Attempts, string? Category, string? Reason)
{
    public static WaitingView Of(WorkRow work) => new(work.Kind, work.DueAt, work.Attempts, work.Category, work.Reason);
}
