using SmsBridge.Work;

namespace SmsBridge.Threads;

internal static class ThreadsFeature
{
    public static IServiceCollection AddThreads(this IServiceCollection services) =>
        services
            .AddSingleton<Recorder>()
            .AddSingleton<WaitingTextsReader>()
            .AddSingleton<ConversationOpener>()
            .AddSingleton<BridgeTexts>()
            .AddSingleton<Relay>()
            .AddSingleton<TurnStore>()
            .AddSingleton<Turn>()
            .AddSingleton<ThreadCloser>()
            .AddWorker<TurnWorker>()
            .AddWorker<RemoteCloser>()
            .AddWorker<IdleWorker>();
}
