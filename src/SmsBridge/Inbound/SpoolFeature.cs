using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Observability;

namespace SmsBridge.Inbound;

internal static class SpoolFeature
{
    public static IServiceCollection AddSpool(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SpoolOptions>().Bind(configuration.GetSection("Spool")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<SpoolOptions>, SpoolOptionsValidator>()
            .AddCheck<SpoolCheck>("spool")
            .AddSingleton<InboundStore>()
            .AddSingleton<SpoolLog>()
            .AddSingleton<IInstruments, SpoolMetrics>()
            .AddSingleton<TroubleNotice>()
            .AddSingleton<InboundReceiver>()
            .AddHostedService<SpoolDrain>();
    }
}
