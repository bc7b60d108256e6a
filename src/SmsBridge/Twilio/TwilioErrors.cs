using System.Globalization;
using System.Net;
using System.Text.Json;
using SmsBridge.Work;

namespace SmsBridge.Twilio;

/// <summary>The one table from Twilio's statuses and error codes to failure categories, for creating a message.</summary>
internal static class TwilioErrors
{
    /// <summary>Queues hold ten hours of texts: a full one needs time to drain.</summary>
    private static readonly TimeSpan QueueFull = TimeSpan.FromMinutes(1);

    public static Failure Read(HttpStatusCode status, string body, TimeSpan? retryAfter)
    {
        var (code, message) = Parse(body);
        var category = Classify(status, code);
        var reason = $"Twilio answered {(int)status}{(code is null ? "" : $" {code}")}{(message is null ? "" : $": {message}")}";
        return Transport.Redirected(status, reason, "Twilio:ApiUrl")
            ?? new Failure(category, reason, code?.ToString(), code == 21611 ? retryAfter ?? QueueFull : retryAfter);
    }

    public static FailureCategory Classify(HttpStatusCode status, int? code) =>
        ((int)status, code) switch
        {
            (_, 21610) => FailureCategory.OptedOut,
            (_, 20003) => FailureCategory.Credentials,
            // Not processed for certain, so always safe to repeat.
            (_, 20429 or 21611 or 30001 or 30022) => FailureCategory.RateLimited,
            (429, _) => FailureCategory.RateLimited,
            (401 or 403, _) => FailureCategory.Credentials,
            // The message may have been created all the same.
            (408 or >= 500, _) => FailureCategory.UnknownOutcome,
            _ => FailureCategory.Rejected,
        };

    /// <summary>A message that Twilio took and could not deliver, as a status callback says it.</summary>
    public static Failure Delivery(string word, int? code)
    {
        var meaning = code is { } known ? Meanings.GetValueOrDefault(known) : null;
        return new Failure(
            DeliveryCategory(code),
            $"Twilio reports {word}{(code is null ? "" : $" {code}")}{(meaning is null ? "" : $": {meaning}")}",
            code?.ToString()
        );
    }

    private static FailureCategory DeliveryCategory(int? code) =>
        code switch
        {
            21610 or 63014 => FailureCategory.OptedOut,
            30001 or 30017 or 30022 or 30027 or 63018 or 63038 => FailureCategory.RateLimited,
            30003 or 30008 or 30450 => FailureCategory.Transient,
            30002 => FailureCategory.Credentials,
            _ => FailureCategory.Rejected,
        };

    /// <summary>Twilio's message names the phone number at times; it is kept only where it cannot.</summary>
    private static (int? Code, string? Message) Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var code = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("code", out var c) ? Code(c) : null;
            return (code, code is { } known ? Meanings.GetValueOrDefault(known) : null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>A number, or a string that is one: bodies vary.</summary>
    private static int? Code(JsonElement code) =>
        code.ValueKind switch
        {
            JsonValueKind.Number when code.TryGetInt32(out var number) => number,
            JsonValueKind.String when int.TryParse(code.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                number,
            _ => null,
        };

    /// <summary>In our words, from Twilio's error reference.</summary>
    private static readonly Dictionary<int, string> Meanings = new()
    {
        [20003] = "the credentials are wrong or the account is suspended",
        [20404] = "no such resource in this account",
        [20429] = "too many requests at once",
        [21211] = "the recipient is no valid number",
        [21212] = "the sender is no valid number",
        [21265] = "the recipient is a short code",
        [21266] = "sender and recipient are the same",
        [21408] = "the destination's region is not enabled in the geo permissions",
        [21602] = "the text is empty",
        [21603] = "the sender is missing",
        [21604] = "the recipient is missing",
        [21606] = "the sender cannot text this destination",
        [21608] = "a trial account texts verified numbers only",
        [21609] = "the status callback URL is not valid: check Public:BaseUrl",
        [21610] = "the recipient has opted out",
        [21611] = "the sender's queue is full",
        [21612] = "this pair of numbers cannot be routed",
        [21614] = "the recipient is no mobile number",
        [21617] = "the text has more than 1,600 characters",
        [21619] = "the message has no content",
        [21635] = "the recipient is a landline",
        [21660] = "the sender belongs to another account",
        [21661] = "the sender cannot send texts",
        [21703] = "the Messaging Service has no sender for this message",
        [21704] = "the Messaging Service has no senders",
        [30001] = "the sender's queue overflowed",
        [30002] = "the account is suspended",
        [30003] = "the handset is off, out of coverage or cannot receive",
        [30004] = "the carrier or the recipient blocks the message",
        [30005] = "the number is unknown or inactive",
        [30006] = "a landline or an unreachable carrier",
        [30007] = "filtered by Twilio or the carrier",
        [30008] = "the carrier gave no reason",
        [30011] = "the destination takes no MMS",
        [30017] = "the carrier is congested",
        [30019] = "the media exceed the carrier's limit",
        [30022] = "the campaign's rate was exceeded",
        [30024] = "the sender is not provisioned with the carrier",
        [30027] = "the carrier's daily limit is reached",
        [30032] = "the toll-free number is not verified",
        [30034] = "the number is not registered to an A2P campaign",
        [30036] = "the validity period expired",
        [30040] = "the sender needs pre-registration",
        [30450] = "SMS pumping protection blocks the destination for a while",
        [63014] = "the user blocked the sender",
        [63016] =
            "the customer last wrote more than 24 hours ago, and the channel then takes approved templates only; the customer has to write first",
        [63018] = "the channel's rate limit is reached",
        [63038] = "the channel's daily limit is reached",
    };
}
