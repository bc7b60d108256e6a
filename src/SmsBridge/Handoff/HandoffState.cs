namespace SmsBridge.Handoff;

/// <summary>States of a handoff, as stored and shown. <see cref="HandoffStep"/> says how it comes from one to the other.</summary>
internal static class HandoffState
{
    public const string Waiting = "waiting";
    public const string Accepted = "accepted";
    public const string Released = "released";

    /// <summary>Nobody accepted in time, and the thread went back to the agent.</summary>
    public const string Expired = "expired";

    public static readonly string[] All = [Waiting, Accepted, Released, Expired];

    /// <summary>People have the thread, or it waits for them.</summary>
    public static readonly string[] Open = [Waiting, Accepted];
}
