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
/// <param name="Segments">SMS segments of a text to the customer; null for a text from the customer.</param>
/// <param name="Encoding"><c>GSM-7</c> or <c>UCS-2</c>; null as with <paramref name="Segments"/>.</param>
internal sealed record MessageView(
    Guid Id,
    string Direction,
    string Author,
    string Text,
    string Status,
    DateTimeOffset At,
    string? ProviderSid,
    MessageError? Error,
    short? Segments,
    string? Encoding,
    IReadOnlyList<MediaView> Media
)
{
    /// <summary>Of a text that people wrote: the handoff, and on the first part the id that they gave the text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? HandoffId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientMessageId { get; init; }

    /// <summary>What it is when it is no ordinary text: <c>reaction</c>, <c>button</c>, <c>location</c> …</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>What came beside the text, as the agent's <c>metadata</c> has it: button payload, place, the message it answers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Details { get; init; }

    /// <summary>Why an ignored text was ignored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>True: the text was removed because of its age.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Removed { get; init; }

    /// <summary>Of a text that we started for later: when. Until then it is <c>queued</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SendAt { get; init; }

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
            message.Segments,
            message.Encoding,
            MediaView.Of(message.Id, message.Media)
        )
        {
            HandoffId = message.HandoffId,
            ClientMessageId = message.ClientId,
            Kind = message.Kind,
            Details = message.Details is null ? null : JsonDocument.Parse(message.Details).RootElement,
            Reason = message.Reason,
            SendAt = message.SendAt,
        };
}

/// <param name="Code">The provider's.</param>
internal sealed record MessageError(int? Code, string? Text);

/// <summary>Work that has to wait.</summary>
/// <param name="Kind"><c>turn</c>, <c>send</c>, <c>publish</c> or <c>close</c>.</param>
internal sealed record WaitingView(string Kind, DateTimeOffset DueAt, int Attempts, string? Category, string? Reason)
{
    public static WaitingView Of(WorkRow work) => new(work.Kind, work.DueAt, work.Attempts, work.Category, work.Reason);
}
