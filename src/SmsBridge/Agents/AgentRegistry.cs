using Microsoft.Extensions.Options;
using SmsBridge.Work;

namespace SmsBridge.Agents;

/// <summary>The configured agents by name, opened.</summary>
internal sealed class AgentRegistry : IDisposable
{
    private readonly Dictionary<string, IAgent> agents;

    public AgentRegistry(IOptions<AgentsOptions> options, IEnumerable<AgentKind> kinds, IConfiguration configuration)
    {
        var byTransport = kinds.ToDictionary(k => k.Transport, StringComparer.Ordinal);
        agents = options.Value.ToDictionary(
            a => a.Key,
            a => byTransport[a.Value.Transport].Open(a.Key, configuration.GetSection($"Agents:{a.Key}")),
            StringComparer.Ordinal
        );
    }

    public IEnumerable<RemoteState> States => agents.Values.Select(a => a.State);

    public IReadOnlyCollection<string> Names => agents.Keys;

    /// <summary>Null when the settings no longer have such an agent.</summary>
    public IAgent? Find(string name) => agents.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var agent in agents.Values.OfType<IDisposable>())
        {
            agent.Dispose();
        }
    }
}
