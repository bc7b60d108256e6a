using SmsBridge.Admin;
using SmsBridge.Hosting;

namespace SmsBridge.Work;

internal static class WorkFeature
{
    public static IServiceCollection AddWork(this IServiceCollection services, WorkTimes times) =>
        services
            .AddSingleton(times)
            .AddSingleton<WorkTable>()
            .AddSingleton<Alarms>()
            .AddSingleton<FailureStore>()
            .AddCheck<WorkCheck>("work");

    /// <summary>Runs a worker in the one loop, and lets other parts signal it.</summary>
    public static IServiceCollection AddWorker<TWorker>(this IServiceCollection services)
        where TWorker : class, IWorker =>
        services
            .AddSingleton<TWorker>()
            .AddSingleton<WorkLoop<TWorker>>()
            .AddSingleton<IWorkSignal<TWorker>>(s => s.GetRequiredService<WorkLoop<TWorker>>())
            .AddHostedService(s => s.GetRequiredService<WorkLoop<TWorker>>());
}
