using Microsoft.Extensions.Options;
using Refit;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.ChatApi;

/// <summary>The configured agents by name.</summary>
internal sealed class ChatAgents : IDisposable
{
    private readonly Dictionary<string, ChatAgent> agents = new(StringComparer.Ordinal);
    private readonly List<HttpClient> clients = [];

    public ChatAgents(IOptions<AgentsOptions> options, TimeProvider time, ProviderMetrics metrics, ILogger<ChatAgent> log)
    {
        var settings = new RefitSettings(new SystemTextJsonContentSerializer(ChatApiJson.Default.Options))
        {
            // As they are: what a broken connection means is decided in Work/Transport.cs.
            TransportExceptionFactory = (_, exception, _) => exception,
        };
        foreach (var (name, agent) in options.Value)
        {
            // One long-lived client an agent; the connection lifetime makes it follow DNS. The pipeline has the time-out.
            var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 1000 };
            var client = new HttpClient(handler) { BaseAddress = agent.Address, Timeout = Timeout.InfiniteTimeSpan };
            clients.Add(client);
            var api = RestService.For<IChatApi>(client, settings);
            agents.Add(name, new ChatAgent(name, agent, api, time, metrics.Watch("agent", name), log));
        }
    }

    public IEnumerable<ProviderState> States => agents.Values.Select(a => a.State);

    /// <summary>Null when the settings no longer have such an agent.</summary>
    public ChatAgent? Find(string name) => agents.GetValueOrDefault(name);

    public void Dispose()
    {
        clients.ForEach(c => c.Dispose());
        foreach (var agent in agents.Values)
        {
            agent.Dispose();
        }
    }
}
