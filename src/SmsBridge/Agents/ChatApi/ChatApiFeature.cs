using Refit;
using SmsBridge.Hosting;

namespace SmsBridge.Agents.ChatApi;

internal static class ChatApiFeature
{
    /// <summary>A reply has a few hundred characters.</summary>
    private const long MostBytes = 1024 * 1024;

    /// <summary>Each text that an agent is asked holds one until it answers.</summary>
    private const int Connections = 1000;

    private static readonly RefitSettings Settings = new(new SystemTextJsonContentSerializer(ChatApiJson.Default.Options))
    {
        // As they are: what a broken connection means is decided in Work/Transport.cs.
        TransportExceptionFactory = (_, exception, _) => exception,
    };

    /// <param name="agents">The section whose entries are agents; those of other kinds are left alone.</param>
    public static IServiceCollection AddChatApi(this IServiceCollection services, IConfigurationSection agents)
    {
        foreach (var agent in agents.GetChildren().Where(a => (a[nameof(AgentOptions.Transport)] ?? ChatAgent.Kind) == ChatAgent.Kind))
        {
            services.AddClient(agent.Key, () => AgentKind.Bind<ChatSettings>(agent).Address);
        }

        return services.AddSingleton(ChatAgent.KindIn);
    }

    /// <summary>The client of one agent, by the agent's name. Whoever holds it keeps its connections.</summary>
    private static void AddClient(this IServiceCollection services, string agent, Func<Uri?> address) =>
        services
            .AddKeyedRefitGeneratedClient<IChatApi>(agent, Settings, $"agent {agent}")
            .ConfigureHttpClient(client =>
            {
                client.BaseAddress = address();
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .ConfigurePrimaryHttpMessageHandler(() => OutgoingHttp.Handler(MostBytes, Connections))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // Spans and metrics of ours say the same without the path.
            .RemoveAllLoggers();
}
