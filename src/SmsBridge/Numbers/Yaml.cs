using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmsBridge.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SmsBridge.Numbers;

/// <summary>
/// YAML to JSON and back. Unquoted words mean what JSON knows (null, true, false, numbers as JSON writes them); everything else is text, so
/// that <c>+14155550199</c>, <c>24:00:00</c> and <c>no</c> need no quotes.
/// </summary>
internal static partial class Yaml
{
    /// <exception cref="InvalidDataException">It is no YAML, beyond the limits of <see cref="YamlReader"/>, or more than one document.</exception>
    public static JsonNode? Parse(string text)
    {
        try
        {
            return YamlReader.Read(text);
        }
        catch (YamlException error)
        {
            throw new InvalidDataException($"line {error.Start.Line}: {Excerpt.Of(error.Message, 200)}", error);
        }
    }

    public static string Write(JsonNode? node)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(2, int.MaxValue, false, 1024, true));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        Write(emitter, node);
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>What an unquoted word means.</summary>
    public static JsonNode? Word(string word) =>
        word switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ => NumberPattern().IsMatch(word) ? JsonNode.Parse(word) : JsonValue.Create(word),
        };

    private static void Write(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(null, null, true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in map)
                {
                    emitter.Emit(Text(name));
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(null, null, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Write(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(
                    node?.GetValueKind() == JsonValueKind.String ? Text(node.GetValue<string>()) : Plain(node?.ToJsonString() ?? "null")
                );
                break;
        }
    }

    private static Scalar Text(string text) =>
        SafePattern().IsMatch(text) && Word(text)?.GetValueKind() == JsonValueKind.String && !OldWords.Contains(text)
            ? Plain(text)
            : new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.DoubleQuoted, false, true);

    private static Scalar Plain(string word) => new(AnchorName.Empty, TagName.Empty, word, ScalarStyle.Plain, true, false);

    /// <summary>Readers of YAML 1.1 take these for true and false.</summary>
    private static readonly HashSet<string> OldWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "y",
        "n",
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
    };

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^[A-Za-z_$]([A-Za-z0-9_./ -]*[A-Za-z0-9_./-])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SafePattern();
}
