using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

namespace SmsBridge.Twilio;

/// <summary>A text for Twilio to send.</summary>
/// <param name="ServiceSid">Set: the Messaging Service chooses the sender from its pool, and keeps to one for each customer.</param>
internal sealed record OutgoingText(string From, string To, string Body, string? ServiceSid, Uri StatusCallback)
{
    public CreateMessageOptions ToOptions() =>
        new(new PhoneNumber(To))
        {
            Body = Body,
            // The SDK sends an address as it was written; Twilio gets it in its normal form.
            StatusCallback = new Uri(StatusCallback.AbsoluteUri),
            From = ServiceSid is null ? new PhoneNumber(From) : null,
            MessagingServiceSid = ServiceSid,
        };
}
