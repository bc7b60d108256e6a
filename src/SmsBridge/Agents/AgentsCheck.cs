using SmsBridge.Hosting;

namespace SmsBridge.Agents;

/// <summary>Whether each agent can be reached and lets the bridge in.</summary>
internal sealed class AgentsCheck(AgentRegistry agents) : ICheck
{
    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken)
    {
        IReadOnlyList<Probe> probes =
            agents.Names.Count == 0
                ? [Probe.Of(null, _ => Task.FromResult(None))]
                : [.. agents.Names.Select(name => Probe.Of(name, agents.Find(name)!.Examine))];
        return Task.FromResult(probes);
    }

    private static readonly Finding None = Finding.Warn(
        "none is configured",
        "Set Agents:{name}:Region, :AccountId, :ProjectId, :ApiKey and :ConnectorToken."
    );
}
