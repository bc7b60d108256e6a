using SmsBridge.Work;

namespace SmsBridge.LiveAgent;

internal static class LiveAgentFeature
{
    public static IServiceCollection AddLiveAgent(this IServiceCollection services) =>
        services
            .AddSingleton<Acceptance>()
            .AddSingleton<Messages>()
            .AddSingleton<Release>()
            .AddSingleton<TakeOver>()
            .AddSingleton<OpenHandoffs>()
            .AddWorker<HandoffWorker>();

    public static void MapLiveAgent(this IEndpointRouteBuilder api)
    {
        api.MapDesk();
        api.MapTakeOver();
    }
}
