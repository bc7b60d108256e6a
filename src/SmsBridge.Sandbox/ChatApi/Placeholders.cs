using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>Fills {text}, {turn}, {variant} and {attribute:name} in a scripted answer; unknown ones stay as they are.</summary>
internal static partial class Placeholders
{
    public static string Fill(string answer, ChatConversation conversation, string text, int turn)
    {
        if (!answer.Contains('{', StringComparison.Ordinal))
            return answer;
        return Placeholder()
            .Replace(
                answer,
                match =>
                    match.Groups["name"].Value switch
                    {
                        "text" => text,
                        "turn" => turn.ToString(CultureInfo.InvariantCulture),
                        "variant" => Member(conversation.CreateBody, "variant_id"),
                        "attribute" => Attribute(conversation, match.Groups["of"].Value),
                        _ => match.Value,
                    }
            );
    }

    private static string Attribute(ChatConversation conversation, string name) =>
        conversation.CreateBody.TryGetProperty("integration_attributes", out var attributes) ? Member(attributes, name) : "";

    private static string Member(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.ToString() : "";

    [GeneratedRegex(@"\{(?<name>[a-z]+)(:(?<of>[^}]+))?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
