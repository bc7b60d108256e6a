using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsBridge.Sandbox.ChatApi;

internal sealed record CreateAnswer(string ConversationId, string Response);

/// <summary>The handoff member is left out when there is none, as the real API does.</summary>
internal sealed record RespondAnswer(
    string ConversationId,
    string Response,
    bool EndConversation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Handoff
);

internal sealed record CloseAnswer(bool Success);

/// <summary>The current error envelope.</summary>
internal sealed record ErrorAnswer(
    bool Success,
    string Error,
    string ErrorId,
    string ErrorCode,
    string ErrorMessage,
    JsonElement? Data = null
);

/// <summary>The older error envelope.</summary>
internal sealed record LegacyErrorAnswer(LegacyError Error);

internal sealed record LegacyError(string Code, string Id, string Message, string CorrelationId);

internal sealed record HandoffState(string Id, JsonElement Data);

/// <summary>A page of the Conversations API v3.</summary>
internal sealed record ConversationPage(IReadOnlyList<ConversationDocument> Conversations, string? NextCursor);

internal sealed record ConversationDocument(
    string Id,
    DateTimeOffset StartedAt,
    string Channel,
    string? VariantId,
    bool InProgress,
    bool Handoff,
    string? HandoffReason,
    string? HandoffDestination,
    IReadOnlyDictionary<string, string> State,
    IReadOnlyDictionary<string, string> Metrics,
    IReadOnlyList<TurnDocument> Turns
);

internal sealed record TurnDocument(
    string? UserInput,
    DateTimeOffset? UserInputDatetime,
    string? AgentResponse,
    DateTimeOffset? AgentResponseDatetime,
    double? Latency,
    string? TranslatedUserInput,
    string? EnglishAgentResponse
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreateAnswer))]
[JsonSerializable(typeof(RespondAnswer))]
[JsonSerializable(typeof(CloseAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(LegacyErrorAnswer))]
[JsonSerializable(typeof(HandoffState))]
[JsonSerializable(typeof(ConversationPage))]
internal sealed partial class ChatJson : JsonSerializerContext
{
    public static ChatJson Readable { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );

    /// <summary>An element that does not hold on to a pooled buffer.</summary>
    public static JsonElement Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
