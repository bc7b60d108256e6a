using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

internal static class HandoffFeature
{
    private const string DefaultQueue = "desk";

    public static IServiceCollection AddHandoff(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<QueuesOptions>().Configure(o => ReadQueues(configuration, o)).ValidateOnStart();
        services
            .AddOptions<HandoffOptions>()
            .Bind(configuration.GetSection("Handoff"))
            .Configure(o => ReadDestinations(configuration, o))
            .Configure(o => o.ControlFor = Duration(configuration["Handoff:ControlFor"]) ?? o.ControlFor)
            .ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<QueuesOptions>, QueuesOptionsValidator>()
            .AddSingleton<IValidateOptions<HandoffOptions>>(_ => new HandoffOptionsValidator(() => QueueNames(configuration)))
            .AddKnownNames<QueuesOptions>("queue", "Queues", o => o.Keys)
            .AddQueueKinds()
            .AddSingleton<HandoffMetrics>()
            .AddSingleton<QueueTargets>()
            .AddHostedService<QueuePreparation>()
            .AddSingleton<OutboxDeliveries>()
            .AddSingleton<QueueStops>()
            .AddSingleton<QueueReader>()
            .AddSingleton<TranscriptReader>()
            .AddSingleton<HandoffWriter>()
            .AddSingleton<EventStreamReader>()
            .AddSingleton<EventStreamFeed>()
            .AddHostedService(s => s.GetRequiredService<EventStreamFeed>())
            .AddCheck<QueuesCheck>("queues")
            .AddWorker<Publisher>();
    }

    /// <summary>The binder takes 24:00:00 for 24 days.</summary>
    private static TimeSpan? Duration(string? text) => text is null ? null : DurationConverter.Parse(text);

    public static void MapHandoff(this IEndpointRouteBuilder api)
    {
        api.MapQueues();
        api.MapHandoffs();
    }

    /// <summary>The kinds of queues: a new one is a line here.</summary>
    private static IServiceCollection AddQueueKinds(this IServiceCollection services) =>
        services.AddSingleton(PostgresQueue.KindIn).AddSingleton(RabbitMqQueue.KindIn).AddSingleton(WebhookQueue.KindIn);

    private static void ReadQueues(IConfiguration configuration, QueuesOptions queues)
    {
        foreach (var section in configuration.GetSection("Queues").GetChildren())
        {
            queues[section.Key] = new QueueOptions { Type = section["Type"] ?? "", Events = ListIn(section.GetSection("Events")) };
        }

        queues.TryAdd(DefaultQueue, new QueueOptions { Type = PostgresQueue.Kind });
    }

    /// <summary>The binder reads those with one value; a list (<c>…:billing:0</c>) becomes the same.</summary>
    private static void ReadDestinations(IConfiguration configuration, HandoffOptions options)
    {
        foreach (var section in configuration.GetSection("Handoff:Destinations").GetChildren())
        {
            options.Destinations[section.Key] = string.Join(',', ListIn(section));
        }
    }

    /// <summary>Either a list or one value with commas, which is how people write it in an environment variable.</summary>
    private static List<string> ListIn(IConfigurationSection section) =>
        section.GetChildren().Select(c => c.Value ?? "").Prepend(section.Value ?? "").SelectMany(HandoffOptions.Names).ToList();

    private static List<string> QueueNames(IConfiguration configuration) =>
        configuration.GetSection("Queues").GetChildren().Select(q => q.Key).Append(DefaultQueue).Distinct(StringComparer.Ordinal).ToList();
}
