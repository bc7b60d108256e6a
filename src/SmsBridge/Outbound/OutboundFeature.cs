using SmsBridge.Work;

namespace SmsBridge.Outbound;

internal static class OutboundFeature
{
    public static IServiceCollection AddOutbound(this IServiceCollection services) =>
        services
            .AddSingleton<SendMetrics>()
            .AddSingleton<OutboundQueue>()
            .AddSingleton<DeliveryStore>()
            .AddSingleton<DeliverySpans>()
            .AddSingleton<PendingTextsReader>()
            .AddSingleton<SendAttempts>()
            .AddSingleton<SendStore>()
            .AddSingleton<Sender>()
            .AddSingleton<DueTextStore>()
            .AddSingleton<RestoredTexts>()
            .AddWorker<SendWorker>();
}
