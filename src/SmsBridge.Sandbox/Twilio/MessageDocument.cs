using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>A message as the REST API shows it: counts are strings, the error code is a number, dates are RFC 2822.</summary>
internal sealed record MessageDocument(
    string Sid,
    string AccountSid,
    string? MessagingServiceSid,
    string? From,
    string To,
    string Body,
    string Status,
    string Direction,
    string NumSegments,
    string NumMedia,
    string? Price,
    string PriceUnit,
    int? ErrorCode,
    string? ErrorMessage,
    string DateCreated,
    string DateUpdated,
    string? DateSent,
    string ApiVersion,
    string Uri,
    IReadOnlyDictionary<string, string> SubresourceUris
)
{
    public static MessageDocument Of(SmsMessage message)
    {
        var resource = $"/2010-04-01/Accounts/{message.Account.Sid}/Messages/{message.Sid}";
        return new(
            message.Sid,
            message.Account.Sid,
            message.MessagingServiceSid,
            message.From.Length == 0 ? null : message.From,
            message.To,
            message.Body,
            message.Status.Word(),
            message.Direction switch
            {
                MessageDirection.Inbound => "inbound",
                MessageDirection.OutboundApi => "outbound-api",
                _ => "outbound-reply",
            },
            // A service has not chosen the sender yet, so nothing is split.
            (message.Status is MessageStatus.Accepted ? 0 : Segments.Count(message.Body)).ToString(CultureInfo.InvariantCulture),
            message.Media.ToString(CultureInfo.InvariantCulture),
            null,
            "USD",
            message.ErrorCode,
            message.ErrorCode is { } code ? TwilioErrors.Text(code) : null,
            Date(message.At),
            Date(message.UpdatedAt),
            message.SentAt is { } sent ? Date(sent) : null,
            "2010-04-01",
            resource + ".json",
            new Dictionary<string, string> { ["media"] = resource + "/Media.json" }
        );
    }

    /// <summary>RFC 2822 in UTC with a numeric zone, as Twilio writes it.</summary>
    public static string Date(DateTimeOffset at) =>
        at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}

/// <summary>One page of the list; URIs are relative to the host.</summary>
internal sealed record MessagePage(
    IReadOnlyList<MessageDocument> Messages,
    int Page,
    int PageSize,
    int Start,
    int End,
    string Uri,
    string FirstPageUri,
    string? PreviousPageUri,
    string? NextPageUri
);

/// <summary>Twilio's error body.</summary>
internal sealed record ErrorDocument(int Code, string Message, string MoreInfo, int Status);

/// <summary>An account as the REST API shows it.</summary>
internal sealed record AccountDocument(string Sid, string FriendlyName, string Status, string Type, string Uri);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MessageDocument))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(AccountDocument))]
[JsonSerializable(typeof(IncomingPhoneNumber))]
[JsonSerializable(typeof(IncomingPhoneNumberPage))]
internal sealed partial class TwilioJson : JsonSerializerContext
{
    /// <summary>As <see cref="Default"/>, but with plain + and non-ASCII letters, which people read more easily.</summary>
    public static TwilioJson Readable { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
