using SmsBridge.Threads.Consent;
using SmsBridge.Threads.Proactive;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Threads;

internal static class ThreadsFeature
{
    public static IServiceCollection AddThreads(this IServiceCollection services) =>
        services
            .AddSingleton<TurnMetrics>()
            .AddSingleton<OptOuts>()
            .AddSingleton<CustomerLinks>()
            .AddSingleton<WaitingTextsReader>()
            .AddSingleton<ConversationOpener>()
            .AddSingleton<BridgeTexts>()
            .AddSingleton<Relay>()
            .AddSingleton<Screening>()
            .AddSingleton<TurnStore>()
            .AddSingleton<Dialogue>()
            .AddSingleton<Withholding>()
            .AddSingleton<Turn>()
            .AddSingleton<TurnSteps>()
            .AddSingleton<AgentVoice>()
            .AddSingleton<IdleWarning>()
            .AddSingleton<ThreadCloser>()
            .AddSingleton<RestoredThreads>()
            .AddSingleton<StartedTexts>()
            .AddSingleton<StartedTextSignals>()
            .AddWorker<TurnWorker>()
            .AddWorker<RemoteCloser>()
            .AddWorker<OptOutWorker>()
            .AddWorker<IdleWorker>()
            .AddWorker<ScheduledTextWorker>();
}
