using System.Net;
using System.Text.Json;
using SmsBridge.Work;

namespace SmsBridge.Agents.ChatApi;

internal enum ChatOperation
{
    Create,
    Respond,
    Close,
}

/// <summary>The one table from the Chat API's statuses and codes to failure categories.</summary>
internal static class ChatApiErrors
{
    /// <param name="body">May be either of the two envelopes, any other JSON, a proxy's HTML, or empty.</param>
    public static Failure Read(ChatOperation operation, HttpStatusCode status, string body, TimeSpan? retryAfter, string? correlationId)
    {
        var (code, id) = Envelope(body);
        var category = Classify(operation, status, code);
        var reason = $"Chat API {operation.ToString().ToLowerInvariant()} answered {(int)status}{(code is null ? "" : $" {code}")}";
        return new Failure(category, reason, code, retryAfter, correlationId ?? id);
    }

    public static FailureCategory Classify(ChatOperation operation, HttpStatusCode status, string? code) =>
        ((int)status, code) switch
        {
            (_, "CHAT_TIMEOUT" or "4002") when operation != ChatOperation.Create => FailureCategory.ConversationGone,
            (410, _) when operation != ChatOperation.Create => FailureCategory.ConversationGone,
            (404, _) when operation != ChatOperation.Create => FailureCategory.ConversationGone,
            (401 or 403, _) => FailureCategory.Credentials,
            (429, _) => FailureCategory.RateLimited,
            (408 or 425 or 500 or 502 or 503, _) => FailureCategory.Transient,
            // A gateway that gave up waiting says nothing about what the agent did.
            (504, _) when operation == ChatOperation.Respond => FailureCategory.UnknownOutcome,
            (> 504, _) or (504, _) => FailureCategory.Transient,
            // 404 on create is a wrong region, account or project; other 4xx are for good.
            _ => FailureCategory.Rejected,
        };

    /// <summary>New: <c>{ error_id, error_code, … }</c>. Old: <c>{ error: { code, id, correlation_id } }</c>.</summary>
    private static (string? Code, string? Id) Envelope(string body)
    {
        if (!body.AsSpan().TrimStart().StartsWith("{"))
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (Code(root, "error_code") is { } code)
            {
                return (code, ProviderWords.Id(root.Text("error_id")));
            }

            return root.TryGetProperty("error", out var old) && old.ValueKind == JsonValueKind.Object
                ? (Code(old, "code"), ProviderWords.Id(old.Text("correlation_id") ?? old.Text("id")))
                : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>Names and numbers both occur.</summary>
    private static string? Code(JsonElement error, string name) =>
        ProviderWords.Code(
            error.TryGetProperty(name, out var code) && code.ValueKind == JsonValueKind.Number ? code.GetRawText() : error.Text(name)
        );
}
