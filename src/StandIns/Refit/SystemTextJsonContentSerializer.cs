using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Refit;

/// <summary>JSON bodies as application/json, by reflection or by the source-generated contexts that the options name.</summary>
public sealed class SystemTextJsonContentSerializer(JsonSerializerOptions jsonSerializerOptions) : IHttpContentSerializer
{
    public SystemTextJsonContentSerializer()
        : this(GetDefaultJsonSerializerOptions()) { }

    /// <summary>Fresh options: camelCase names and enum values, names read in any case.</summary>
    public static JsonSerializerOptions GetDefaultJsonSerializerOptions() =>
        new()
        {
            PropertyNameCaseInsensitive = true,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };

    public HttpContent ToHttpContent<T>(T item) =>
        jsonSerializerOptions.TypeInfoResolver is null
            ? JsonContent.Create(item, mediaType: null, jsonSerializerOptions)
            : JsonContent.Create(item, (JsonTypeInfo<T>)jsonSerializerOptions.GetTypeInfo(typeof(T)));

    public Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default) =>
        content.ReadFromJsonAsync<T>(jsonSerializerOptions, cancellationToken);

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) =>
        propertyInfo.GetCustomAttribute<JsonPropertyNameAttribute>(inherit: true)?.Name;
}
