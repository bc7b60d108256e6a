using System.Text.Json;

namespace SmsBridge.Work;

internal static class JsonElements
{
    /// <summary>The string member of that name; null when it is missing or no string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
