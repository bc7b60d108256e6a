using SmsBridge.Work;

namespace SmsBridge.Outbound;

internal static class OutboundFeature
{
    public static IServiceCollection AddOutbound(this IServiceCollection services) =>
        services
            .AddSingleton<SendMetrics>()
            .AddSingleton<OutboundQueue>()
            .AddSingleton<DeliveryReceipts>()
            .AddSingleton<DeliverySpans>()
            .AddSingleton<UnsentTextsReader>()
            .AddSingleton<SendStore>()
            .AddSingleton<DueTextStore>()
            .AddSingleton<RestoredTexts>()
            .AddWorker<SendWorker>();
}
