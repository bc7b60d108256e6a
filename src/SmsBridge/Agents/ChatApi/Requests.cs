using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsBridge.Agents.ChatApi;

/// <param name="Channel"><c>webchat</c>, <c>whatsapp</c>, <c>sms</c> or <c>api</c>.</param>
internal sealed record CreateRequest(
    string? VariantId,
    IReadOnlyDictionary<string, JsonElement> IntegrationAttributes,
    string Channel,
    string? AsrLangCode,
    string? TtsLangCode
);

/// <param name="Metadata">About this message only; left out when null.</param>
internal sealed record RespondRequest(string ConversationId, string Message, JsonElement? Metadata = null);

internal sealed record CloseRequest(string ConversationId);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(RespondRequest))]
[JsonSerializable(typeof(CloseRequest))]
internal sealed partial class ChatApiJson : JsonSerializerContext;
