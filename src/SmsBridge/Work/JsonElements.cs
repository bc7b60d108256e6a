using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmsBridge.Hosting;

namespace SmsBridge.Work;

internal static partial class JsonElements
{
    private const int LargestExponent = 300;

    /// <summary>Of a number as it is written. Nobody counts that far, and every reader would have to.</summary>
    private const int LongestNumber = 100;

    /// <summary>What is wrong where <see cref="IsStorable(JsonElement)"/> is false.</summary>
    public const string NotStorable =
        "It holds a character or a number that cannot be stored: U+0000, half an emoji, a number beyond 1e300 or of more than 100 digits.";

    /// <summary>
    /// Whether Postgres takes it as <c>jsonb</c> and a JSON writer writes it again: neither has room for half of an emoji, <c>jsonb</c> none for U+0000
    /// and for numbers of 131,072 digits, which <c>1e999999</c> is short for.
    /// </summary>
    public static bool IsStorable(this JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => Unstorable.Text(value.GetString()!) is null,
                JsonValueKind.Number => IsStorableNumber(value.GetRawText()),
                JsonValueKind.Array => value.EnumerateArray().All(IsStorable),
                JsonValueKind.Object => value.EnumerateObject().All(m => Unstorable.Text(m.Name) is null && m.Value.IsStorable()),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The paths below a node that cannot be stored, as <c>crm.tags[0]</c>; a name that cannot is told by the path of its owner.</summary>
    public static IEnumerable<string> NotStorableIn(JsonNode? node, string path) =>
        node switch
        {
            JsonObject members => members.SelectMany(m =>
                Unstorable.Text(m.Key) is null ? NotStorableIn(m.Value, $"{path}.{m.Key}") : [path]
            ),
            JsonArray list => list.SelectMany((item, i) => NotStorableIn(item, $"{path}[{i}]")),
            JsonValue value when !IsStorable(value) => [path],
            _ => [],
        };

    private static bool IsStorable(JsonValue value)
    {
        try
        {
            return value.GetValueKind() switch
            {
                JsonValueKind.String => Unstorable.Text(value.GetValue<string>()) is null,
                JsonValueKind.Number => IsStorableNumber(value.ToJsonString()),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsStorableNumber(string number) =>
        number.Length <= LongestNumber
        && (
            number.Split('e', 'E') is not [_, var exponent]
            || (int.TryParse(exponent, out var power) && Math.Abs((long)power) <= LargestExponent)
        );

    /// <summary>The string member of that name; null when it is missing or no string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? Text(value)
            : null;

    /// <summary>Half of an emoji, escaped, is valid JSON and no valid text; what a truncating sender left of it becomes U+FFFD.</summary>
    public static string Text(this JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            using var mended = JsonDocument.Parse(HalfPair().Replace(value.GetRawText(), @"\uFFFD"));
            return mended.RootElement.GetString()!;
        }
    }

    [GeneratedRegex(
        @"\\u[dD][89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?<!\\u[dD][89aAbB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex HalfPair();
}
