using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace SmsBridge.Hosting;

/// <summary>What an endpoint takes in its query: names, and for some of them the words that they may be. Whatever else a query holds is refused.</summary>
internal sealed record QueryParameters(IReadOnlyDictionary<string, WordsAttribute?> Known)
{
    /// <summary>For endpoints whose query nobody else reads: each gets what its method takes.</summary>
    public static void Of(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder route && endpoint.Metadata.OfType<MethodInfo>().LastOrDefault() is { } method)
        {
            var inPath = route.RoutePattern.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            endpoint.Metadata.Add(
                new QueryParameters(
                    method
                        .GetParameters()
                        .SelectMany(Parts)
                        .Where(p => !inPath.Contains(p.Name))
                        .ToDictionary(p => p.Name, p => p.Words, StringComparer.OrdinalIgnoreCase)
                )
            );
        }
    }

    /// <returns>What is wrong with a query; null: nothing.</returns>
    public string? Mistake(IQueryCollection query)
    {
        foreach (var (name, values) in query)
        {
            if (!Known.TryGetValue(name, out var words))
            {
                return Unknown(name, Known.Keys);
            }

            if (values.Count > 1)
            {
                return $"{name} is given {values.Count} times; give it once.";
            }

            if (words is not null && !words.All.Contains(values.ToString()))
            {
                return $"{name} is '{Excerpt.Of(values.ToString())}'; give one of {string.Join(", ", words.All.Distinct())}.";
            }
        }

        return null;
    }

    public static string Unknown(string name, IEnumerable<string> known) =>
        string.Join(", ", known) is { Length: > 0 } names
            ? $"The query parameter '{Excerpt.Of(name)}' is not known. Known: {names}."
            : $"The query parameter '{Excerpt.Of(name)}' is not known; there are none here.";

    /// <summary>As the framework binds them: what names no other source, is simple, and does not stand in the path.</summary>
    private static IEnumerable<(string Name, WordsAttribute? Words)> Parts(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<AsParametersAttribute>() is not null
            ? parameter.ParameterType.GetProperties().Where(p => p.CanWrite).SelectMany(p => Part(p, p.Name, p.PropertyType))
            : Part(parameter, parameter.Name!, parameter.ParameterType);

    private static IEnumerable<(string Name, WordsAttribute? Words)> Part(ICustomAttributeProvider part, string name, Type type)
    {
        var attributes = part.GetCustomAttributes(inherit: false);
        if (attributes.OfType<IFromQueryMetadata>().FirstOrDefault() is { } query)
        {
            return [(query.Name ?? name, attributes.OfType<WordsAttribute>().FirstOrDefault())];
        }

        var elsewhere = attributes.Any(a => a is IFromHeaderMetadata or IFromRouteMetadata or IFromBodyMetadata or IFromServiceMetadata);
        return elsewhere || !IsSimple(Nullable.GetUnderlyingType(type) ?? type)
            ? []
            : [(name, attributes.OfType<WordsAttribute>().FirstOrDefault())];
    }

    private static bool IsSimple(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Guid) || type == typeof(DateTimeOffset);
}
