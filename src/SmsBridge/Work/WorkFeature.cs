namespace SmsBridge.Work;

internal static class WorkFeature
{
    public static IServiceCollection AddWork(this IServiceCollection services, WorkTimes times) =>
        services
            .AddSingleton(times)
            .AddSingleton<WorkMetrics>()
            .AddSingleton<RemoteMetrics>()
            .AddSingleton<Leases>()
            .AddSingleton<WorkTable>()
            .AddSingleton<Alarms>()
            .AddSingleton<FailureStore>();

    /// <summary>Runs a worker in the one loop, and lets other parts signal it.</summary>
    public static IServiceCollection AddWorker<TWorker>(this IServiceCollection services)
        where TWorker : class, IWorker =>
        services
            .AddSingleton<TWorker>()
            .AddSingleton<WorkLoop<TWorker>>()
            .AddSingleton<IWorkSignal<TWorker>>(s => s.GetRequiredService<WorkLoop<TWorker>>())
            .AddSingleton(s => new Waker(s.GetRequiredService<TWorker>().Kind, s.GetRequiredService<WorkLoop<TWorker>>().Wake))
            .AddHostedService(s => s.GetRequiredService<WorkLoop<TWorker>>());
}
