using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmsBridge.Work;

internal static partial class JsonElements
{
    /// <summary>The string member of that name; null when it is missing or no string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? Text(value)
            : null;

    /// <summary>Half of an emoji, escaped, is valid JSON and no valid text; what a truncating sender left of it becomes U+FFFD.</summary>
    private static string Text(JsonElement value)
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
