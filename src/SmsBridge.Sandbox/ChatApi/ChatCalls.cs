using System.Text.Json;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>The bodies of the three calls, checked against the published schema; unknown members are ignored.</summary>
internal static class ChatCalls
{
    private static readonly string[] Channels = ["webchat", "whatsapp", "sms", "api"];

    /// <summary>The whole body, raw and parsed (to be disposed of); null when it is not a JSON object.</summary>
    public static async Task<(byte[] Bytes, JsonDocument Json)?> Body(HttpContext context)
    {
        using var buffer = new MemoryStream((int)Math.Clamp(context.Request.ContentLength ?? 512, 0, 1 << 20));
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();
        try
        {
            var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind is JsonValueKind.Object)
                return (body, json);
            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What is wrong with a create body, or null.</summary>
    public static string? CreateProblem(JsonElement body)
    {
        if (body.TryGetProperty("channel", out var channel) && !Channels.Contains(Text(channel)))
            return $"channel: must be one of {string.Join(", ", Channels)}";
        if (body.TryGetProperty("integration_attributes", out var attributes) && !Is(attributes, JsonValueKind.Object))
            return "integration_attributes: must be an object";
        return TextProblem(body, "variant_id") ?? TextProblem(body, "asr_lang_code") ?? TextProblem(body, "tts_lang_code");
    }

    /// <summary>What is wrong with a respond or close body, or null.</summary>
    public static string? ConversationProblem(JsonElement body)
    {
        if (!body.TryGetProperty("conversation_id", out var id) || string.IsNullOrEmpty(Text(id)))
            return "conversation_id: field required";
        return TextProblem(body, "message");
    }

    public static string? Text(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    public static string Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? Text(value) ?? "" : "";

    private static string? TextProblem(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && !Is(value, JsonValueKind.String) ? $"{name}: must be a string" : null;

    private static bool Is(JsonElement value, JsonValueKind kind) => value.ValueKind == kind || value.ValueKind is JsonValueKind.Null;
}
