using Microsoft.Extensions.Options;
using SmsBridge.Ops;

namespace SmsBridge.ChatApi;

internal static class ChatApiFeature
{
    public static IServiceCollection AddChatApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AgentsOptions>().Bind(configuration.GetSection("Agents")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<AgentsOptions>, AgentsOptionsValidator>()
            .AddSingleton<IValidateOptions<AgentsOptions>>(
                new ReadableEntries<AgentsOptions, AgentOptions>(configuration.GetSection("Agents"))
            )
            .AddSingleton<ChatAgents>()
            .AddCheck<AgentsCheck>("agents");
    }
}
