using System.Globalization;
using System.Text.Json;
using SmsBridge.Work;

namespace SmsBridge.Twilio;

/// <summary>The parts of a Message resource that the bridge reads.</summary>
/// <param name="CreatedAt">Null when Twilio's RFC 2822 date is missing or unreadable.</param>
internal sealed record TwilioMessage(string Sid, string Status, string? Body, string? ServiceSid, int? ErrorCode, DateTimeOffset? CreatedAt)
{
    /// <returns>Null when the JSON is no message.</returns>
    public static TwilioMessage? Read(JsonElement json) =>
        json.Text("sid") is { Length: > 0 } sid
            ? new TwilioMessage(
                sid,
                json.Text("status") ?? "queued",
                json.Text("body"),
                json.Text("messaging_service_sid"),
                json.TryGetProperty("error_code", out var code)
                && code.ValueKind == JsonValueKind.Number
                && code.TryGetInt32(out var number)
                    ? number
                    : null,
                Date(json.Text("date_created"))
            )
            : null;

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(text, "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
