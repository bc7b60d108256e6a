using System.Text.Json;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>Members of a value that no schema names. A schema without <c>properties</c>, or with one for all others, is meant to be open.</summary>
internal sealed class UndocumentedMembers(JsonSchema schemas)
{
    public IEnumerable<string> In(JsonElement value, JsonElement schema) => In(value, [schema], "$");

    private IEnumerable<string> In(JsonElement value, IEnumerable<JsonElement> said, string at)
    {
        var all = said.SelectMany(s => Parts(s, value)).ToList();
        return value.ValueKind switch
        {
            JsonValueKind.Array => value
                .EnumerateArray()
                .SelectMany(
                    (item, i) =>
                        In(item, all.Where(s => s.TryGetProperty("items", out _)).Select(s => s.GetProperty("items")), $"{at}[{i}]")
                ),
            JsonValueKind.Object => InObject(value, all, at),
            _ => [],
        };
    }

    private IEnumerable<string> InObject(JsonElement value, List<JsonElement> all, string at)
    {
        var named = all.Where(s => s.TryGetProperty("properties", out _)).Select(s => s.GetProperty("properties")).ToList();
        var isOpen =
            named.Count == 0
            || all.Exists(s => s.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object);
        foreach (var member in value.EnumerateObject())
        {
            var known = named.Where(n => n.TryGetProperty(member.Name, out _)).Select(n => n.GetProperty(member.Name)).ToList();
            if (known.Count == 0 && !isOpen)
            {
                yield return $"{at}.{member.Name} is not in the document";
            }

            foreach (var inside in In(member.Value, known, $"{at}.{member.Name}"))
            {
                yield return inside;
            }
        }
    }

    /// <summary>The schemas that hold for the value, references and combinations resolved.</summary>
    private IEnumerable<JsonElement> Parts(JsonElement schema, JsonElement value)
    {
        var own = schemas.Follow(schema);
        yield return own;
        foreach (var keyword in new[] { "allOf", "oneOf", "anyOf" })
        {
            if (!own.TryGetProperty(keyword, out var several))
            {
                continue;
            }

            foreach (var part in several.EnumerateArray().Where(p => keyword == "allOf" || schemas.Errors(p, value).Count == 0))
            {
                foreach (var found in Parts(part, value))
                {
                    yield return found;
                }
            }
        }
    }
}
