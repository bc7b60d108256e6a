namespace SmsBridge.Handoff;

/// <summary>States of a handoff, as stored and shown. The first two are open: people have the thread, or it waits for them.</summary>
internal static class HandoffState
{
    public const string Waiting = "waiting";
    public const string Accepted = "accepted";
    public const string Released = "released";

    /// <summary>Nobody accepted in time, and the thread went back to the agent.</summary>
    public const string Expired = "expired";
}
