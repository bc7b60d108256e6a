using Microsoft.Extensions.Options;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

internal static class HandoffFeature
{
    public static IServiceCollection AddHandoff(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<QueuesOptions>().Bind(configuration.GetSection("Queues")).Configure(AddDefaultQueue).ValidateOnStart();
        services.AddOptions<HandoffOptions>().Bind(configuration.GetSection("Handoff")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<QueuesOptions>, QueuesOptionsValidator>()
            .AddSingleton<IValidateOptions<HandoffOptions>, HandoffOptionsValidator>()
            .AddSingleton(new QueueKind(PostgresQueue.Kind))
            .AddSingleton<PostgresQueue>()
            .AddSingleton<IHandoffQueue>(s => s.GetRequiredService<PostgresQueue>())
            .AddSingleton<TranscriptReader>()
            .AddSingleton<HandoffWriter>()
            .AddSingleton<HandoffOutbox>()
            .AddWorker<Publisher>();
    }

    private static void AddDefaultQueue(QueuesOptions queues) =>
        queues.TryAdd(QueuesOptions.Default, new QueueOptions { Type = PostgresQueue.Kind });

    public static void MapHandoff(this IEndpointRouteBuilder api)
    {
        api.MapQueues();
        api.MapHandoffs();
    }
}
