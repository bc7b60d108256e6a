using System.Text.Json;
using SmsBridge.Work;

namespace SmsBridge.Numbers;

/// <summary>The templates in a number's <c>attributes</c>: any string in them, however deep, may be one.</summary>
internal static class AttributeTemplates
{
    /// <summary>What is known when a conversation opens.</summary>
    public static readonly string[] Fields =
    [
        "customer_number",
        "bridge_number",
        "number_label",
        "channel",
        "language",
        "thread_id",
        "first_message_sid",
        "first_text",
        "received_at",
        "from_city",
        "from_state",
        "from_zip",
        "from_country",
        "profile_name",
    ];

    /// <summary>What is wrong with them, each with the path of the member: <c>attributes.crm.tags[0]</c>.</summary>
    public static IEnumerable<(string Path, string Error)> Check(IReadOnlyDictionary<string, JsonElement> attributes) =>
        attributes.SelectMany(a =>
            a.Value.IsStorable() ? Check($"attributes.{a.Key}", a.Value) : [($"attributes.{a.Key}", JsonElements.NotStorable)]
        );

    /// <summary>The attributes with their fields filled in. One that is nothing but a field without a value is left out.</summary>
    /// <param name="fields">Those that have a value.</param>
    public static Dictionary<string, JsonElement> Fill(
        IEnumerable<KeyValuePair<string, JsonElement>> attributes,
        IReadOnlyDictionary<string, string> fields
    )
    {
        var filled = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            if (Fill(value, fields) is { } known)
            {
                filled[name] = known;
            }
        }

        return filled;
    }

    private static JsonElement? Fill(JsonElement value, IReadOnlyDictionary<string, string> fields) =>
        value.ValueKind switch
        {
            JsonValueKind.String => FillText(value, fields),
            JsonValueKind.Array => JsonSerializer.SerializeToElement(
                value.EnumerateArray().Select(v => Fill(v, fields)).OfType<JsonElement>().ToList(),
                NumberJson.Default.ListJsonElement
            ),
            JsonValueKind.Object => JsonSerializer.SerializeToElement(
                Fill(value.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, m.Value)), fields),
                NumberJson.Default.DictionaryStringJsonElement
            ),
            _ => value,
        };

    private static JsonElement? FillText(JsonElement text, IReadOnlyDictionary<string, string> fields)
    {
        // One that is in error was stored by a version that knows more fields or none: it stays as it is.
        var template = Template.Parse(text.GetString()!, Fields);
        return template.Error is not null ? text
            : template.Fill(fields) is { } filled ? JsonSerializer.SerializeToElement(filled, NumberJson.Default.String)
            : null;
    }

    private static IEnumerable<(string Path, string Error)> Check(string path, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => Template.Parse(value.GetString()!, Fields).Error is { } error ? [(path, error)] : [],
            JsonValueKind.Array => value.EnumerateArray().SelectMany((v, i) => Check($"{path}[{i}]", v)),
            JsonValueKind.Object => value.EnumerateObject().SelectMany(m => Check($"{path}.{m.Name}", m.Value)),
            _ => [],
        };
}
