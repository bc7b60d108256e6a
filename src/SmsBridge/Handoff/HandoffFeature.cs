using Microsoft.Extensions.Options;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

internal static class HandoffFeature
{
    private const string DefaultQueue = "desk";

    public static IServiceCollection AddHandoff(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<QueuesOptions>().Bind(configuration.GetSection("Queues")).Configure(AddDefaultQueue).ValidateOnStart();
        services.AddOptions<HandoffOptions>().Bind(configuration.GetSection("Handoff")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<QueuesOptions>, QueuesOptionsValidator>()
            .AddSingleton<IValidateOptions<HandoffOptions>>(_ => new HandoffOptionsValidator(() => QueueNames(configuration)))
            .AddSingleton(new QueueKind(PostgresQueue.Kind))
            .AddSingleton<PostgresQueue>()
            .AddSingleton<IHandoffQueue>(s => s.GetRequiredService<PostgresQueue>())
            .AddSingleton<TranscriptReader>()
            .AddSingleton<HandoffWriter>()
            .AddSingleton<HandoffOutbox>()
            .AddWorker<Publisher>();
    }

    private static void AddDefaultQueue(QueuesOptions queues) =>
        queues.TryAdd(DefaultQueue, new QueueOptions { Type = PostgresQueue.Kind });

    private static List<string> QueueNames(IConfiguration configuration) =>
        configuration.GetSection("Queues").GetChildren().Select(q => q.Key).Append(DefaultQueue).Distinct(StringComparer.Ordinal).ToList();

    public static void MapHandoff(this IEndpointRouteBuilder api)
    {
        api.MapQueues();
        api.MapHandoffs();
    }
}
