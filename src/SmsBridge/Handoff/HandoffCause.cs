namespace SmsBridge.Handoff;

/// <summary>Why a thread goes to people.</summary>
/// <param name="Source"><c>agent</c> or <c>people</c>.</param>
/// <param name="Handoff">The agent's object, as it came; <c>{}</c> where people took the thread.</param>
/// <param name="Said">What can be read out of it, or what people said; routing goes by its destination.</param>
internal sealed record HandoffCause(string Source, string Handoff, AgentObject Said)
{
    public static HandoffCause Agent(string handoff) => new("agent", handoff, AgentObject.Read(handoff));

    public static HandoffCause People(string? destination, string? reason) =>
        new("people", "{}", new AgentObject(destination, reason, Priority: null, Summary: null, []));
}
