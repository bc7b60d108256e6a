using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>The lasting pair of one of our numbers and a customer.</summary>
/// <param name="Id">The same whenever this pair texts.</param>
/// <param name="Number">The address that the customer texts.</param>
/// <param name="Customer">The address that the customer texts from.</param>
/// <param name="Channel">The kind of network that both belong to.</param>
/// <param name="State">Who has the thread. `idle`: nobody, there is no open conversation.</param>
/// <param name="Conversation">The open one at the Chat API; null: none.</param>
/// <param name="LastMessageAt">When the last message of either side was stored.</param>
internal sealed record ThreadView(
    Guid Id,
    string Number,
    string Customer,
    [property: Words(typeof(ChannelName))] string Channel,
    [property: Words(typeof(ThreadState))] string State,
    ConversationView? Conversation,
    DateTimeOffset LastMessageAt
)
{
    /// <summary>The newest, or those before the cursor, in order; only in the answer for a single thread.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MessageView>? Messages { get; init; }

    /// <summary>The cursor of the messages before these; left out where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }

    /// <summary>What is held up, until when and why; only in the answer for a single thread.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WaitingView>? Waiting { get; init; }

    public static ThreadView Of(ThreadRow thread, ConversationRow? conversation) =>
        Of(thread, conversation is null ? null : ConversationView.Of(conversation));

    public static ThreadView Of(ThreadRow thread, ConversationView? conversation) =>
        new(thread.Id, thread.Number, thread.Customer, thread.Channel, thread.State, conversation, thread.LastMessageAt);
}

/// <summary>A conversation at the Chat API.</summary>
/// <param name="Id">Ours.</param>
/// <param name="ChatConversationId">The Chat API's.</param>
/// <param name="Agent">The agent's name in the settings.</param>
/// <param name="VariantId">The agent's variant; null: its default.</param>
/// <param name="OpenedAt">When it was opened.</param>
internal sealed record ConversationView(Guid Id, string ChatConversationId, string Agent, string? VariantId, DateTimeOffset OpenedAt)
{
    public static ConversationView Of(ConversationRow row) => new(row.Id, row.ChatConversationId, row.Agent, row.VariantId, row.OpenedAt);
}

/// <summary>One text in or out.</summary>
/// <param name="Id">Ours.</param>
/// <param name="Direction">From the customer, or to the customer.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Text">As the customer wrote it, or as it is sent.</param>
/// <param name="Status">Of a text in: <c>received</c>, <c>answered</c>, <c>ignored</c>, <c>failed</c>. Of a text out: the others, and <c>failed</c>.</param>
/// <param name="At">When it was stored.</param>
/// <param name="ProviderSid">Twilio's id; null while Twilio does not have the text.</param>
/// <param name="Error">Why it failed or was canceled; null for neither.</param>
/// <param name="Segments">SMS segments of a text to the customer; null for a text from the customer.</param>
/// <param name="Encoding">Null as with <paramref name="Segments"/>.</param>
/// <param name="Media">Files that came with it.</param>
internal sealed record MessageView(
    Guid Id,
    [property: Words("in", "out")] string Direction,
    [property: Words(typeof(Author))] string Author,
    string Text,
    [property: Words(typeof(TextStatus), typeof(OutboundStatus))] string Status,
    DateTimeOffset At,
    string? ProviderSid,
    MessageError? Error,
    short? Segments,
    [property: Words("GSM-7", "UCS-2")] string? Encoding,
    IReadOnlyList<MediaView> Media
)
{
    /// <summary>Of a text that people wrote: the handoff.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? HandoffId { get; init; }

    /// <summary>The id that whoever started or wrote the text gave it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientMessageId { get; init; }

    /// <summary>What it is when it is no ordinary text.</summary>
    [Words(typeof(TextKind))]
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

/// <summary>Why a text was not delivered.</summary>
/// <param name="Code">The provider's.</param>
/// <param name="Text">In our words.</param>
internal sealed record MessageError(int? Code, string? Text);

/// <summary>Work that has to wait.</summary>
/// <param name="Kind">The step that waits, for example <c>turn</c>, <c>send</c>, <c>publish</c> or <c>close</c>.</param>
/// <param name="DueAt">When it is tried next.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="Category">What kind of failure the last try was.</param>
/// <param name="Reason">For people.</param>
internal sealed record WaitingView(
    [property: Words(typeof(WorkKind))] string Kind,
    DateTimeOffset DueAt,
    int Attempts,
    [property: Words(typeof(FailureCategory))] string? Category,
    string? Reason
)
{
    public static WaitingView Of(WorkRow work) => new(work.Kind, work.DueAt, work.Attempts, work.Category, work.Reason);
}
