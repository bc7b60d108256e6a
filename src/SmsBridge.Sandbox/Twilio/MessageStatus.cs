namespace SmsBridge.Sandbox.Twilio;

/// <summary>Twilio's message states, in the order of a message's life.</summary>
internal enum MessageStatus : byte
{
    Accepted,
    Scheduled,
    Queued,
    Sending,
    Sent,
    Delivered,
    Undelivered,
    Failed,
    Canceled,
    Received,
}

internal static class MessageStatusWords
{
    /// <summary>The word on the wire.</summary>
    public static string Word(this MessageStatus status) =>
        status switch
        {
            MessageStatus.Accepted => "accepted",
            MessageStatus.Scheduled => "scheduled",
            MessageStatus.Queued => "queued",
            MessageStatus.Sending => "sending",
            MessageStatus.Sent => "sent",
            MessageStatus.Delivered => "delivered",
            MessageStatus.Undelivered => "undelivered",
            MessageStatus.Failed => "failed",
            MessageStatus.Canceled => "canceled",
            _ => "received",
        };

    public static bool IsFinal(this MessageStatus status) => status >= MessageStatus.Delivered;
}
