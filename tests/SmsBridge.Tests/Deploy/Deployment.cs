using System.Text.Json.Nodes;
using SmsBridge.Tests.Layout;
using YamlDotNet.RepresentationModel;

namespace SmsBridge.Tests.Deploy;

/// <summary>The files that people run the bridge with, as data.</summary>
internal static class Deployment
{
    public static string Text(string path) => File.ReadAllText(Path.Combine(Sources.Root, path));

    /// <summary>Every document of a YAML file; JSON's types, scalars as text.</summary>
    public static List<JsonNode> Yaml(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Text(path)));
        return [.. stream.Documents.Select(d => Node(d.RootNode)!)];
    }

    /// <summary>All Kubernetes objects, those of the migration too.</summary>
    public static List<JsonNode> Kubernetes() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Sources.Root, "deploy", "kubernetes"), "*.yaml", SearchOption.AllDirectories)
                .SelectMany(f => Yaml(Path.GetRelativePath(Sources.Root, f))),
        ];

    public static JsonNode Object(string kind, string name) =>
        Kubernetes().Single(o => Word(o["kind"]) == kind && Word(o["metadata"]?["name"]) == name);

    public static string? Word(JsonNode? node) => (string?)node;

    /// <summary>Names and values of a file of <c>NAME=value</c> lines.</summary>
    public static Dictionary<string, string> Environment(string path) =>
        Text(path)
            .Split('\n')
            .Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split('=', 2))
            .ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    /// <summary>Whether the schema of the settings knows what an environment variable sets.</summary>
    public static bool IsSetting(string variable)
    {
        JsonNode? schema = JsonNode.Parse(Text("appsettings.schema.json"));
        foreach (var word in variable.Split("__"))
        {
            schema =
                schema?["properties"]?[word]
                ?? (int.TryParse(word, out _) ? schema?["items"] : null)
                ?? (schema?["additionalProperties"] as JsonObject);
        }

        return schema is not null;
    }

    private static JsonNode? Node(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Node(c.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            _ => null,
        };
}
