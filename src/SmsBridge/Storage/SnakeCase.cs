using System.Text.Json;

namespace SmsBridge.Storage;

internal static class SnakeCase
{
    /// <summary><c>ProviderSid</c> → <c>provider_sid</c>.</summary>
    public static string From(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
