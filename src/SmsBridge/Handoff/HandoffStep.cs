namespace SmsBridge.Handoff;

/// <summary>What may happen to a handoff: the one table of its state machine. The statements of <see cref="Handoffs"/> are guarded by it.</summary>
/// <param name="From">States in which it may happen; none: it makes the handoff.</param>
/// <param name="To">The state from then on.</param>
internal sealed record HandoffStep(string Name, IReadOnlyList<string> From, string To)
{
    public static readonly HandoffStep Begin = new("begin", [], HandoffState.Waiting);

    /// <summary>People take the thread, or take it over from each other.</summary>
    public static readonly HandoffStep Accept = new("accept", HandoffState.Open, HandoffState.Accepted);

    /// <summary>A text of people, which gives them more time.</summary>
    public static readonly HandoffStep Lengthen = new("lengthen", [HandoffState.Accepted], HandoffState.Accepted);

    /// <summary>Nobody accepted in time, and the handoff waits on.</summary>
    public static readonly HandoffStep Hold = new("hold", [HandoffState.Waiting], HandoffState.Waiting);

    /// <summary>People gave it back or are gone, or the thread was closed over it.</summary>
    public static readonly HandoffStep Release = new("release", HandoffState.Open, HandoffState.Released);

    /// <summary>Nobody accepted in time, and the thread goes back to the agent.</summary>
    public static readonly HandoffStep Expire = new("expire", [HandoffState.Waiting], HandoffState.Expired);

    public static readonly IReadOnlyList<HandoffStep> All = [Begin, Accept, Lengthen, Hold, Release, Expire];
}
