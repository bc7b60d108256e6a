using SmsBridge.Work;
using Twilio.Rest.Api.V2010.Account;

namespace SmsBridge.Twilio;

/// <summary>The parts of a Message resource that the bridge reads.</summary>
/// <param name="CreatedAt">Null when Twilio gave no date.</param>
internal sealed record TwilioMessage(string Sid, string Status, string? Body, string? ServiceSid, int? ErrorCode, DateTimeOffset? CreatedAt)
{
    /// <returns>Null where it is no message: it has no sid.</returns>
    public static TwilioMessage? Of(MessageResource? message) =>
        message is { Sid: { Length: > 0 } sid }
            ? new TwilioMessage(
                // The message is there, whatever its id looks like: without one it would be sent again.
                ProviderWords.Storable(sid),
                message.Status?.ToString() ?? "queued",
                message.Body,
                message.MessagingServiceSid,
                message.ErrorCode,
                // The SDK reads RFC 2822 into local time.
                message.DateCreated
                    is { } created
                    ? new DateTimeOffset(created.ToUniversalTime())
                    : null
            )
            : null;
}
