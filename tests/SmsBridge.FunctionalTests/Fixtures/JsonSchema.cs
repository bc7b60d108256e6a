using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>
/// Holds JSON against a JSON Schema of draft 2020-12. The validators on NuGet either do not restore from a restricted feed or allow a thousand
/// checks an hour, so these are the keywords that our schema uses; any other one is an error, so that none goes unchecked.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    /// <returns>What is wrong and where; nothing when the value is valid.</returns>
    public IReadOnlyList<string> Errors(JsonElement value) => Errors(root, value, "$");

    public IReadOnlyList<string> Errors(string definition, JsonElement value) => Errors(Resolve($"#/$defs/{definition}"), value, "$");

    /// <param name="schema">Anywhere in the document.</param>
    public IReadOnlyList<string> Errors(JsonElement schema, JsonElement value) => Errors(schema, value, "$");

    /// <summary>What a schema says under this reference.</summary>
    public JsonElement Follow(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? Resolve(reference.GetString()!) : schema;

    private List<string> Errors(JsonElement schema, JsonElement value, string at) =>
        schema.EnumerateObject().SelectMany(k => Keyword(schema, k.Name, k.Value, value, at)).ToList();

    private IEnumerable<string> Keyword(JsonElement schema, string name, JsonElement rule, JsonElement value, string at) =>
        name switch
        {
            "$schema" or "$id" or "$defs" or "title" or "description" or "examples" or "default" => [],
            "$ref" => Errors(Resolve(rule.GetString()!), value, at),
            "allOf" => rule.EnumerateArray().SelectMany(s => Errors(s, value, at)),
            "anyOf" => Unless(rule.EnumerateArray().Any(s => Errors(s, value, at).Count == 0), at, "matches none of anyOf"),
            "minimum" => Unless(value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(), at, $"is below {rule}"),
            "maximum" => Unless(value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(), at, $"is above {rule}"),
            "oneOf" => Unless(
                rule.EnumerateArray().Count(s => Errors(s, value, at).Count == 0) == 1,
                at,
                "does not match exactly one of oneOf"
            ),
            "type" => Unless(Types(rule).Any(t => Is(t, value)), at, $"is {value.ValueKind}, not {rule}"),
            "const" => Unless(JsonElement.DeepEquals(rule, value), at, $"is not {rule}"),
            "enum" => Unless(rule.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)), at, $"is none of {rule}"),
            "required" or "properties" or "additionalProperties" or "propertyNames" => value.ValueKind == JsonValueKind.Object
                ? Members(schema, name, rule, value, at)
                : [],
            "items" => value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().SelectMany((item, i) => Errors(rule, item, $"{at}[{i}]"))
                : [],
            "maxItems" => Unless(
                value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32(),
                at,
                $"has more than {rule} items"
            ),
            "minLength" or "maxLength" or "pattern" or "format" => value.ValueKind switch
            {
                JsonValueKind.String => Text(name, rule, value.GetString()!, at),
                JsonValueKind.Number when name == "format" => Unless(Fits(rule.GetString()!, value), at, $"is no {rule}"),
                _ => [],
            },
            _ => throw new NotSupportedException($"The keyword '{name}' is not checked yet: add it here."),
        };

    private IEnumerable<string> Members(JsonElement schema, string name, JsonElement rule, JsonElement value, string at) =>
        name switch
        {
            "required" => rule.EnumerateArray()
                .Where(r => !value.TryGetProperty(r.GetString()!, out _))
                .Select(r => $"{at} lacks {r.GetString()}"),
            "properties" => rule.EnumerateObject()
                .SelectMany(p => value.TryGetProperty(p.Name, out var member) ? Errors(p.Value, member, $"{at}.{p.Name}") : []),
            "propertyNames" => value
                .EnumerateObject()
                .SelectMany(p => Errors(rule, JsonSerializer.SerializeToElement(p.Name), $"the name {at}.{p.Name}")),
            _ when rule.ValueKind == JsonValueKind.True => [],
            _ => value
                .EnumerateObject()
                .Where(p => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(p.Name, out _))
                .SelectMany(p => Errors(rule, p.Value, $"{at}.{p.Name}")),
        };

    private static string[] Text(string name, JsonElement rule, string text, string at) =>
        name switch
        {
            // Code points, not code units.
            "minLength" => Unless(text.EnumerateRunes().Count() >= rule.GetInt32(), at, $"is shorter than {rule}"),
            "maxLength" => Unless(text.EnumerateRunes().Count() <= rule.GetInt32(), at, $"is longer than {rule}"),
            "pattern" => Unless(Regex.IsMatch(text, rule.GetString()!, RegexOptions.NonBacktracking), at, $"does not match {rule}"),
            _ => rule.GetString() switch
            {
                "uuid" => Unless(Guid.TryParseExact(text, "D", out _), at, "is no UUID"),
                "date-time" => Unless(
                    text.Contains('T') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
                    at,
                    "is no date and time"
                ),
                var other => throw new NotSupportedException($"The format '{other}' is not checked yet: add it here."),
            },
        };

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(root, (element, name) => element.GetProperty(name));

    private static IEnumerable<string> Types(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Select(t => t.GetString()!) : [rule.GetString()!];

    private static bool Is(string type, JsonElement value) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            _ => throw new NotSupportedException($"The type '{type}' is not checked yet: add it here."),
        };

    private static bool Fits(string format, JsonElement number) =>
        format switch
        {
            "int16" => number.TryGetInt16(out _),
            "int32" => number.TryGetInt32(out _),
            "int64" => number.TryGetInt64(out _),
            _ => throw new NotSupportedException($"The format '{format}' is not checked yet: add it here."),
        };

    private static string[] Unless(bool good, string at, string error) => good ? [] : [$"{at} {error}"];
}
