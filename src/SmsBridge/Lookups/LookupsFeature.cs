using Microsoft.Extensions.Options;

namespace SmsBridge.Lookups;

internal static class LookupsFeature
{
    public static IServiceCollection AddLookups(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LookupsOptions>().Bind(configuration.GetSection("Lookups")).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<LookupsOptions>, LookupsOptionsValidator>().AddSingleton<CustomerLookups>();
    }
}
