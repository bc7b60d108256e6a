using SmsBridge.Messages;

namespace SmsBridge.Twilio;

/// <summary>Twilio's words for the state of an outgoing message, in ours.</summary>
internal static class TwilioStatus
{
    /// <returns>Null for a word we do not know.</returns>
    public static string? Read(string word) =>
        word.ToLowerInvariant() switch
        {
            "accepted" or "scheduled" or "queued" or "sending" => OutboundStatus.Accepted,
            "sent" => OutboundStatus.Sent,
            "delivered" or "read" => OutboundStatus.Delivered,
            "undelivered" => OutboundStatus.Undelivered,
            "failed" => OutboundStatus.Failed,
            "canceled" => OutboundStatus.Canceled,
            _ => null,
        };
}
