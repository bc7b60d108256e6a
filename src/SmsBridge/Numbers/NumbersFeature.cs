namespace SmsBridge.Numbers;

internal static class NumbersFeature
{
    public static IServiceCollection AddNumbers(this IServiceCollection services) =>
        services
            .AddSingleton<NumberValidator>()
            .AddSingleton<NumberStore>()
            .AddSingleton<NumberBook>()
            .AddHostedService(s => s.GetRequiredService<NumberBook>());
}
