using SmsBridge.Work;

namespace SmsBridge.Handoff.Desk;

internal static class LiveAgentFeature
{
    public static IServiceCollection AddLiveAgent(this IServiceCollection services) =>
        services
            .AddSingleton<Acceptance>()
            .AddSingleton<DeskMessages>()
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
