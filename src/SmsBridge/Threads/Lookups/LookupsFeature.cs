using Microsoft.Extensions.Options;
using SmsBridge.Hosting;

namespace SmsBridge.Threads.Lookups;

internal static class LookupsFeature
{
    public static IServiceCollection AddLookups(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LookupsOptions>().Bind(configuration.GetSection("Lookups")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<LookupsOptions>, LookupsOptionsValidator>()
            .AddCheck<LookupsCheck>("lookups")
            .AddSingleton<CustomerLookups>();
    }
}
