using Microsoft.Extensions.Options;
using SmsBridge.Agents.ChatApi;
using SmsBridge.Hosting;
using SmsBridge.Numbers;

namespace SmsBridge.Agents;

internal static class AgentsFeature
{
    public static IServiceCollection AddAgents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AgentsOptions>().Bind(configuration.GetSection("Agents")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<AgentsOptions>, AgentsOptionsValidator>()
            .AddSingleton<IValidateOptions<AgentsOptions>>(
                new ReadableEntries<AgentsOptions, AgentOptions>(configuration.GetSection("Agents"))
            )
            .AddAgentKinds(configuration)
            .AddSingleton<AgentRegistry>()
            .AddKnownNames<AgentsOptions>("agent", "Agents", o => o.Keys)
            .AddCheck<AgentsCheck>("agents");
    }

    /// <summary>The kinds of agents: a new one is a line here.</summary>
    private static IServiceCollection AddAgentKinds(this IServiceCollection services, IConfiguration configuration) =>
        services.AddChatApi(configuration.GetSection("Agents"));
}
