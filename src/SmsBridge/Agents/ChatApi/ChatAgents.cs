using Microsoft.Extensions.Options;
using SmsBridge.Work;

namespace SmsBridge.Agents.ChatApi;

/// <summary>The configured agents by name.</summary>
internal sealed class ChatAgents : IDisposable
{
    private readonly Dictionary<string, ChatAgent> agents = new(StringComparer.Ordinal);

    public ChatAgents(
        IOptions<AgentsOptions> options,
        IServiceProvider services,
        TimeProvider time,
        ProviderMetrics metrics,
        ILogger<ChatAgent> log
    )
    {
        foreach (var (name, agent) in options.Value)
        {
            var api = services.GetRequiredKeyedService<IChatApi>(name);
            agents.Add(name, new ChatAgent(name, agent, api, time, metrics.Watch("agent", name), log));
        }
    }

    public IEnumerable<ProviderState> States => agents.Values.Select(a => a.State);

    /// <summary>Null when the settings no longer have such an agent.</summary>
    public ChatAgent? Find(string name) => agents.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var agent in agents.Values)
        {
            agent.Dispose();
        }
    }
}
