using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Numbers;

namespace SmsBridge.Threads.Lookups;

internal static class LookupsFeature
{
    public static IServiceCollection AddLookups(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LookupsOptions>().Bind(configuration.GetSection("Lookups")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<LookupsOptions>, LookupsOptionsValidator>()
            .AddKnownNames<LookupsOptions>("lookup", "Lookups", o => o.Keys)
            .AddCheck<LookupsCheck>("lookups")
            .AddSingleton<CustomerLookups>();
    }
}
