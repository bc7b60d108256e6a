using Microsoft.Extensions.Options;
using SmsBridge.Numbers;
using SmsBridge.Outbound;

namespace SmsBridge.Threads.Limits;

internal static class LimitsFeature
{
    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LimitsOptions>().Bind(configuration.GetSection("Limits")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptionsValidator>()
            .AddSingleton<NumberUsage>()
            .AddSingleton<SegmentCeilings>()
            .AddSingleton<TextLimits>();
    }
}
