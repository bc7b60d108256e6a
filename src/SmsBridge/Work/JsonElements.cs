using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmsBridge.Work;

internal static partial class JsonElements
{
    private const int LargestExponent = 300;

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
                JsonValueKind.String => IsStorable(value.GetString()!),
                JsonValueKind.Number => value.GetRawText().Split('e', 'E') is not [_, var exponent]
                    || (int.TryParse(exponent, out var power) && Math.Abs((long)power) <= LargestExponent),
                JsonValueKind.Array => value.EnumerateArray().All(IsStorable),
                JsonValueKind.Object => value.EnumerateObject().All(m => IsStorable(m.Name) && m.Value.IsStorable()),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsStorable(string text) => !text.Contains('\0');

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
