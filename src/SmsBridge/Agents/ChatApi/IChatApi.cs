using System.Text.Json;
using System.Text.Json.Serialization;
using Refit;
using SmsBridge.Work;

namespace SmsBridge.Agents.ChatApi;

/// <summary>PolyAI's Chat API, version 1. Answers come raw: errors have two envelopes, and proxies answer in HTML.</summary>
internal interface IChatApi
{
    [Post("/v1/{accountId}/{projectId}/chat/create")]
    Task<HttpResponseMessage> Create(
        string accountId,
        string projectId,
        [Header("X-API-KEY")] string apiKey,
        [Header("X-TOKEN")] string token,
        [Body(buffered: true)] CreateRequest request,
        CancellationToken cancellationToken
    );

    [Post("/v1/{accountId}/{projectId}/chat/respond")]
    Task<HttpResponseMessage> Respond(
        string accountId,
        string projectId,
        [Header("X-API-KEY")] string apiKey,
        [Header("X-TOKEN")] string token,
        [Body(buffered: true)] RespondRequest request,
        CancellationToken cancellationToken
    );

    [Put("/v1/{accountId}/{projectId}/chat/close")]
    Task<HttpResponseMessage> Close(
        string accountId,
        string projectId,
        [Header("X-API-KEY")] string apiKey,
        [Header("X-TOKEN")] string token,
        [Body(buffered: true)] CloseRequest request,
        CancellationToken cancellationToken
    );

    /// <summary>The Handoff API: <c>{ id, shared_id?, data }</c>, as the agent stored it.</summary>
    [Get("/v1/{accountId}/{projectId}/handoff_state")]
    Task<HttpResponseMessage> HandoffState(
        string accountId,
        string projectId,
        [Header("X-API-KEY")] string apiKey,
        [Header("X-TOKEN")] string token,
        string id,
        CancellationToken cancellationToken
    );
}

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

/// <summary>What the agent said. Read tolerantly: unknown members are ignored, missing ones are empty.</summary>
/// <param name="Handoff">The agent's handoff object verbatim as JSON text; null when it did not hand over.</param>
internal sealed record ChatReply(string? ConversationId, string Text, bool Ended, string? Handoff, string? CorrelationId)
{
    public static ChatReply Read(JsonElement body, string? correlationId) =>
        new(
            body.Text("conversation_id"),
            // Postgres stores no U+0000, and no handset shows one.
            (body.Text("response") ?? "").Replace("\0", "", StringComparison.Ordinal),
            body.TryGetProperty("end_conversation", out var ended) && ended.ValueKind == JsonValueKind.True,
            body.TryGetProperty("handoff", out var handoff) && SaysSomething(handoff) ? handoff.GetRawText() : null,
            correlationId
        );

    /// <summary>Agents may put any JSON there; what is empty hands nothing over.</summary>
    private static bool SaysSomething(JsonElement handoff) =>
        handoff.ValueKind switch
        {
            JsonValueKind.Object => handoff.EnumerateObject().Any(),
            JsonValueKind.Array => handoff.GetArrayLength() > 0,
            JsonValueKind.String => handoff.GetString()!.Length > 0,
            JsonValueKind.True or JsonValueKind.Number => true,
            _ => false,
        };
}
