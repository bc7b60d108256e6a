using System.Runtime.InteropServices;
using System.Text.Json;
using SmsBridge.Queues;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

/// <summary>What can be read out of an agent's handoff object. Agents may put any JSON there, so each member is there or null.</summary>
/// <param name="Destination">A text; where agents write a number, its digits as they stand there.</param>
/// <param name="Summary">The agent's own words for people.</param>
/// <param name="Values">Its texts, numbers and truth values by name, and those of the objects right inside it as <c>outer_inner</c>, in order.</param>
internal sealed record AgentObject(
    string? Destination,
    string? Reason,
    string? Priority,
    string? Summary,
    IReadOnlyList<(string Name, string Value)> Values
)
{
    /// <summary>Some agents keep hints for routing in an object of this name.</summary>
    private const string Nested = "text_chat";

    /// <summary>What stands in an event for something that is too long for it.</summary>
    public const string Truncated = """{"truncated":true}""";

    /// <summary>UTF-16 code units of one member of <see cref="Short"/>.</summary>
    private const int MaxWords = 4096;

    /// <summary>What is known of it, as JSON text, for events in which the whole has no room.</summary>
    public string Short() =>
        CloudEvents.Write(json =>
        {
            foreach (
                var (name, value) in new[]
                {
                    ("destination", Destination),
                    ("reason", Reason),
                    ("priority", Priority),
                    ("summary", Summary),
                }
            )
            {
                if (value is not null)
                {
                    json.WriteString(name, Characters.Start(value, MaxWords));
                }
            }

            json.WriteBoolean("truncated", true);
        });

    /// <param name="json">As it came: valid by the letter, and no more.</param>
    public static AgentObject Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var said = document.RootElement;
        var nested = Member(said, Nested) ?? default;
        return new AgentObject(
            Word(said, "destination"),
            Word(said, "reason"),
            Filled(Word(said, "priority")) ?? Filled(Word(nested, "priority")),
            Filled(Prose(said, "summary")) ?? Filled(Prose(nested, "summary")) ?? Filled(Prose(said, "utterance")),
            Flat(said).ToList()
        );
    }

    /// <summary>The scalars of any object, and of the objects right inside it.</summary>
    public static IEnumerable<(string Name, string Value)> Flat(JsonElement element)
    {
        foreach (var (name, value) in Members(element))
        {
            if (Scalar(value) is { } scalar)
            {
                yield return (name, scalar);
            }

            foreach (var (inner, content) in Members(value))
            {
                if (Scalar(content) is { } text)
                {
                    yield return ($"{name}_{inner}", text);
                }
            }
        }
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(m => (Name(m), m.Value)) : [];

    /// <summary>Unescaped where it is text at all: half an emoji as a name is valid JSON.</summary>
    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return System.Text.Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member));
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        Members(element).Where(m => m.Name == name).Select(m => (JsonElement?)m.Value).LastOrDefault();

    private static string? Word(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value ? Scalar(value) : null;

    private static string? Prose(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.Text() : null;

    private static string? Scalar(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.Text(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
