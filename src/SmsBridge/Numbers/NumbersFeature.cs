using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

internal static class NumbersFeature
{
    public static IServiceCollection AddNumbers(this IServiceCollection services) =>
        services
            .AddSingleton<NumberValidator>()
            .AddSingleton<NumberReader>()
            .AddSingleton<NumberStore>()
            .AddCheck<NumbersCheck>("numbers")
            .AddSingleton<NumberBook>()
            .AddHostedService(s => s.GetRequiredService<NumberBook>());
}
