namespace SmsBridge.Sandbox.ChatApi;

/// <summary>Settings of the simulated Chat API.</summary>
internal sealed record ChatApiServerOptions
{
    /// <summary>Address to listen on; port 0 picks a free one.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:0";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The X-API-KEY that is accepted.</summary>
    public string ApiKey { get; init; } = "sandbox-api-key";

    /// <summary>The X-TOKEN (connector token) that is accepted.</summary>
    public string ConnectorToken { get; init; } = "sandbox-connector-token";

    /// <summary>The agents' <c>account/project</c>, each with its script; empty: every project runs <see cref="Script"/>.</summary>
    public IReadOnlyDictionary<string, AgentScript> Projects { get; init; } = new Dictionary<string, AgentScript>();

    public AgentScript Script { get; init; } = ShopSupport.Script;

    /// <summary>How long the agent thinks when neither the rule nor a fault says otherwise; create answers at once.</summary>
    public Latency Latency { get; init; } = Latency.None;

    /// <summary>Makes ids, latencies and random faults repeatable.</summary>
    public int Seed { get; init; } = 1;
}
