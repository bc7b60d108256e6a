using System.Text.Json.Serialization;
using Refit;

namespace SmsBridge.Tests.ChatApi;

/// <summary>One method for each kind of declaration that the product uses.</summary>
[Headers("X-Fixed: of the interface", "X-Kept: a:b")]
internal interface IOrdersApi
{
    [Get("/{version}/accounts/{accountId}/orders.json")]
    Task<HttpResponseMessage> ListAsync(
        string version,
        [AliasAs("accountId")] string account,
        [AliasAs("DateSent>")] string? sentAfter,
        [Query] int? pageSize,
        CancellationToken cancellationToken
    );

    [Post("/orders"), Headers("X-Fixed: of the method")]
    Task<HttpResponseMessage> CreateAsync(
        [Body(buffered: true)] Order order,
        [Header("X-API-KEY")] string? key,
        [Header("Authorization")] string? authorization
    );

    [Post("/orders")]
    Task<HttpResponseMessage> CreateChunkedAsync([Body] Order order);

    [Post("/form")]
    Task<HttpResponseMessage> FormAsync([Body(BodySerializationMethod.UrlEncoded)] IDictionary<string, string> fields);

    [Post("/content")]
    Task<HttpResponseMessage> ContentAsync([Body] HttpContent content);

    [Put("/orders/{id}")]
    Task<HttpResponseMessage> ReplaceAsync(Guid id, [HeaderCollection] IDictionary<string, string> headers);

    [Delete("/orders/{id}")]
    Task<HttpResponseMessage> DeleteAsync(long id, [Header("X-Fixed")] string? replacement);

    [Get("/never")]
    Task<HttpResponseMessage> NeverAsync(CancellationToken cancellationToken);
}

internal sealed record Order(string CustomerName, int Quantity);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Order))]
internal sealed partial class OrdersJson : JsonSerializerContext;

[JsonSerializable(typeof(Order))]
internal sealed partial class PascalOrdersJson : JsonSerializerContext;
