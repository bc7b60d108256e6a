using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Privacy;

internal static class PrivacyFeature
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PrivacyOptions>().Bind(configuration.GetSection("Privacy")).ValidateOnStart();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection("Retention")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<PrivacyOptions>, PrivacyOptionsValidator>()
            .AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>()
            .AddCheck<PrivacyCheck>("privacy")
            .AddSingleton<CustomerHashes>()
            .AddSingleton<Erasures>()
            .AddSingleton<ThreadEraser>()
            .AddSingleton<Eraser>()
            .AddSingleton<CustomerExport>()
            .AddSingleton<SetAsideCleaner>()
            .AddHostedService<ErasureWatch>()
            .AddSingleton<Retention>()
            .AddHostedService<RetentionWorker>();
    }
}
