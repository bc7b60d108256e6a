namespace SmsBridge.Messages;

/// <summary>States of a thread, as stored and shown.</summary>
internal static class ThreadState
{
    public const string Idle = "idle";
    public const string Agent = "agent";
    public const string Handover = "handover";
    public const string LiveAgent = "live-agent";
    public const string OptedOut = "opted-out";

    /// <summary>People have the thread, or are about to: the agent stays silent.</summary>
    public static bool IsWithPeople(string state) => state is Handover or LiveAgent;
}

/// <summary>Statuses of an inbound message.</summary>
internal static class TextStatus
{
    public const string Received = "received";
    public const string Answered = "answered";
    public const string Ignored = "ignored";
    public const string Failed = "failed";
}

/// <summary>What an inbound message is when it is no ordinary text.</summary>
internal static class TextKind
{
    /// <summary>A sign put to one of the thread's texts ("Liked “…”"), which handsets send to others as a text.</summary>
    public const string Reaction = "reaction";

    /// <summary>A quick-reply button was tapped.</summary>
    public const string Button = "button";

    public const string Location = "location";

    /// <summary>Neither words nor files nor anything else that we can read.</summary>
    public const string Unsupported = "unsupported";
}

/// <summary>Who wrote a message.</summary>
internal static class Author
{
    public const string Customer = "customer";
    public const string Agent = "agent";
    public const string LiveAgent = "live-agent";
    public const string Bridge = "bridge";
}

/// <summary>Delivery states of a text to a customer, as stored and shown; <c>delivery_rank</c> in the database puts them in order.</summary>
internal static class OutboundStatus
{
    public const string Queued = "queued";

    /// <summary>An attempt is recorded; found by somebody else, its outcome is unknown.</summary>
    public const string Sending = "sending";
    public const string Unknown = "unknown";
    public const string Accepted = "accepted";
    public const string Sent = "sent";
    public const string Delivered = "delivered";
    public const string Undelivered = "undelivered";
    public const string Failed = "failed";
    public const string Canceled = "canceled";
}

/// <summary>What an outbound message is when it is no ordinary text; stored as its kind.</summary>
internal static class OutboundKind
{
    /// <summary>It tells the customer that they opted out or in, and is sent although they opted out.</summary>
    public const string ConsentNotice = "consent-notice";
}
