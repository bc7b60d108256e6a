using System.Text;
using System.Text.Json;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>One respond call that reached the agent, answered or not.</summary>
internal sealed class ChatTurn
{
    private readonly byte[] body;
    private byte[]? response;
    private readonly byte[] message;

    public ChatTurn(ChatConversation conversation, string message, byte[] body, DateTimeOffset startedAt, long startTimestamp)
    {
        Conversation = conversation;
        this.message = Encoding.UTF8.GetBytes(message);
        this.body = body;
        StartedAt = startedAt;
        StartTimestamp = startTimestamp;
    }

    public ChatConversation Conversation { get; }

    public string Message => Encoding.UTF8.GetString(message);

    public DateTimeOffset StartedAt { get; }

    /// <summary>Monotonic, when the call had been read.</summary>
    public long StartTimestamp { get; }

    /// <summary>Monotonic, just before the answer was written; 0 while the agent thinks, and for good when it never answers.</summary>
    public long EndTimestamp { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The answer's text; null while there is none.</summary>
    public string? Response
    {
        get => response is null ? null : Encoding.UTF8.GetString(response);
        set => response = value is null ? null : Encoding.UTF8.GetBytes(value);
    }

    /// <summary>The call's W3C trace context; null when it had none.</summary>
    public string? Traceparent { get; init; }

    public JsonElement? Handoff { get; set; }

    public bool EndsConversation { get; set; }

    /// <summary>The respond call's body, parsed anew on every read.</summary>
    public JsonElement Body => ChatJson.Parse(body);

    /// <summary>The call's per-message metadata, if any.</summary>
    public JsonElement? Metadata => Body.TryGetProperty("metadata", out var metadata) ? metadata : null;
}

/// <summary>One close call for a known conversation.</summary>
internal sealed record ChatClose(ChatConversation Conversation, DateTimeOffset At, long Timestamp);
