using Microsoft.Extensions.Options;
using Refit;
using SmsBridge.Hosting;
using SmsBridge.Numbers;

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

    public static IServiceCollection AddChatApi(this IServiceCollection services, IConfiguration configuration)
    {
        foreach (var agent in configuration.GetSection("Agents").GetChildren())
        {
            services.AddChatApiClient(agent.Key);
        }

        services.AddOptions<AgentsOptions>().Bind(configuration.GetSection("Agents")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<AgentsOptions>, AgentsOptionsValidator>()
            .AddSingleton<IValidateOptions<AgentsOptions>>(
                new ReadableEntries<AgentsOptions, AgentOptions>(configuration.GetSection("Agents"))
            )
            .AddSingleton<ChatAgents>()
            .AddKnownNames<AgentsOptions>("agent", "Agents", o => o.Keys)
            .AddCheck<AgentsCheck>("agents");
    }

    /// <summary>The client of one agent, by the agent's name. Whoever holds it keeps its connections.</summary>
    public static void AddChatApiClient(this IServiceCollection services, string agent) =>
        services
            .AddKeyedRefitGeneratedClient<IChatApi>(agent, Settings, $"agent {agent}")
            .ConfigureHttpClient(
                (provider, client) =>
                {
                    client.BaseAddress = provider.GetRequiredService<IOptions<AgentsOptions>>().Value[agent].Address;
                    client.Timeout = Timeout.InfiniteTimeSpan;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(() => OutgoingHttp.Handler(MostBytes, Connections))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // Spans and metrics of ours say the same without the path.
            .RemoveAllLoggers();
}
