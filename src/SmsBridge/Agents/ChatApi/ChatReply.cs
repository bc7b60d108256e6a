using System.Text.Json;
using SmsBridge.Work;

namespace SmsBridge.Agents.ChatApi;

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
