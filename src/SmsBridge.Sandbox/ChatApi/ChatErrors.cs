using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>The Chat API's error answers; every one carries the correlation id in the body as well.</summary>
internal static class ChatErrors
{
    public const string CorrelationHeader = "X-PolyAI-Correlation-Id";

    public static Task Answer(HttpContext context, int status, string code, string message, FaultBody body = FaultBody.Json)
    {
        context.Response.StatusCode = status;
        var id = context.Response.Headers[CorrelationHeader].ToString();
        return body is FaultBody.Legacy
            ? context.Response.WriteAsJsonAsync(
                new LegacyErrorAnswer(new LegacyError(code, id, message, id)),
                ChatJson.Readable.LegacyErrorAnswer
            )
            : context.Response.WriteAsJsonAsync(new ErrorAnswer(false, message, id, code, message), ChatJson.Readable.ErrorAnswer);
    }

    public static Task InvalidToken(HttpContext context) =>
        Answer(context, 401, "AUTH_USER_INVALID_TOKEN", "Invalid API key or connector token");

    public static Task Invalid(HttpContext context, string what) => Answer(context, 400, "SCHEMA_VALIDATION_FAILED", what);

    public static Task NotFound(HttpContext context) => Answer(context, 404, "CONVERSATIONS_NOT_FOUND", "Conversation not found");

    public static Task Ended(HttpContext context) => Answer(context, 410, "ChatConversationEnded", "The conversation has ended");

    public static Task TimedOut(HttpContext context) => Answer(context, 400, "CHAT_TIMEOUT", "The chat session has timed out");

    /// <summary>The JSON body of a planned fault; without a code the usual one for the status.</summary>
    public static Task Envelope(HttpContext context, Fault fault) =>
        Answer(context, fault.Status, fault.Code ?? UsualCode(fault.Status), $"Planned by the sandbox ({fault.Status})", fault.Body);

    public static string UsualCode(int status) =>
        status switch
        {
            400 => "CHAT_DRAFT_NOT_EXIST",
            401 or 403 => "AUTH_USER_INVALID_TOKEN",
            404 => "CONVERSATIONS_NOT_FOUND",
            410 => "ChatConversationEnded",
            429 => "RATE_LIMIT_EXCEEDED",
            500 => "CHAT_DRAFT_DEPLOYMENT_FAILED",
            _ => "SERVICE_UNAVAILABLE",
        };
}
