namespace SmsBridge.Twilio;

/// <summary>A text for Twilio to send.</summary>
/// <param name="ServiceSid">Set: the Messaging Service chooses the sender from its pool, and keeps to one for each customer.</param>
internal sealed record OutgoingText(string From, string To, string Body, string? ServiceSid, Uri StatusCallback)
{
    public Dictionary<string, string> ToForm()
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["To"] = To,
            ["Body"] = Body,
            ["StatusCallback"] = StatusCallback.AbsoluteUri,
        };
        form.Add(ServiceSid is null ? "From" : "MessagingServiceSid", ServiceSid ?? From);
        return form;
    }
}
