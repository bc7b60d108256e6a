namespace SmsBridge.Threads;

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
