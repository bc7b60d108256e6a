using Microsoft.Extensions.DependencyInjection;

namespace Refit;

/// <summary>Registers clients with IHttpClientFactory; in the package Refit.HttpClientFactory of the real library.</summary>
public static class HttpClientFactoryExtensions
{
    /// <summary>Makes the interface injectable (transient) over a named HttpClient, which the returned builder configures.</summary>
    public static IHttpClientBuilder AddRefitClient<T>(
        this IServiceCollection services,
        RefitSettings? settings = null,
        string? httpClientName = null
    )
        where T : class =>
        services
            .AddHttpClient(httpClientName ?? $"Refit.{typeof(T).FullName}")
            .AddTypedClient(client => RestService.For<T>(client, settings));
}
