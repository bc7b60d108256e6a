using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace SmsBridge.Hosting;

/// <summary>Schemas that are published elsewhere too: the document takes them from there, so that they cannot differ.</summary>
internal static partial class SharedSchemas
{
    /// <summary>Any handoff event.</summary>
    public const string HandoffEvent = "HandoffEvent";

    /// <summary>What <see cref="SmsBridge.Handoff.HandoffView"/> is.</summary>
    public const string Handoff = "Handoff";

    /// <summary>What the first event of a handoff holds.</summary>
    public const string RequestedData = "HandoffEventRequestedData";

    public const string NumberDocument = "NumberDocument";

    private const string EventsFile = "docs/handoff-events.schema.json";

    /// <summary>Each under its name in the document.</summary>
    public static IEnumerable<KeyValuePair<string, IOpenApiSchema>> All(OpenApiDocument document)
    {
        var events = Read(EventsFile);
        foreach (var (name, definition) in events["$defs"]!.AsObject())
        {
            yield return new(NameOf(name), Parse(definition!, document));
        }

        yield return new(HandoffEvent, Parse(events, document));
        var number = Read("numbers.schema.json")["properties"]!["numbers"]!["items"]!;
        number["description"] = "How one number behaves. PUT replaces all of it: a member that is left out gets its default.";
        yield return new(NumberDocument, Parse(number, document));
    }

    /// <summary>An event as the schema itself shows it.</summary>
    public static JsonNode EventExample(string definition) => Read(EventsFile)["$defs"]![definition]!["examples"]![0]!;

    private static string NameOf(string definition) => $"{HandoffEvent}{char.ToUpperInvariant(definition[0])}{definition[1..]}";

    private static OpenApiSchema Parse(JsonNode schema, OpenApiDocument document)
    {
        var alone = schema.DeepClone().AsObject();
        foreach (var keyword in new[] { "$schema", "$id", "$defs" })
        {
            alone.Remove(keyword);
        }

        var text = Reference().Replace(alone.ToJsonString(), m => $"\"#/components/schemas/{NameOf(m.Groups["name"].Value)}\"");
        return OpenApiModelFactory.Parse<OpenApiSchema>(text, OpenApiSpecVersion.OpenApi3_1, document, out _)
            ?? throw new InvalidOperationException($"A published schema cannot be read: {text}");
    }

    private static JsonNode Read(string resource)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the assembly.");
        return JsonNode.Parse(stream)!;
    }

    [GeneratedRegex("\"#/\\$defs/(?<name>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
