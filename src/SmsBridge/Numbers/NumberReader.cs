using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Numbers;

/// <summary>Reads number documents from people: every mistake at once, each with its member.</summary>
internal sealed class NumberReader(NumberValidator validator)
{
    /// <summary>UTF-8 bytes of one document. Its attributes go out with every conversation.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = YamlReader.MaxDepth };

    private const string HalfAName = "A member's name contains half of an emoji; rename it.";

    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonTypeInfo Shape => NumberJson.Default.NumberDocument;

    /// <summary>JSON as people write it into a file, a field or a request.</summary>
    /// <param name="isFile">Comments and a comma behind the last item are let pass.</param>
    /// <exception cref="JsonException">It is none, has a member twice, is nested too deep, or has a name that is no text.</exception>
    public static JsonNode? Parse(string json, bool isFile = false)
    {
        try
        {
            var options = isFile ? Strict with { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip } : Strict;
            using var document = JsonDocument.Parse(json, options);
            return Node(document);
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException(HalfAName, error);
        }
    }

    /// <inheritdoc cref="Parse(string, bool)"/>
    public static async Task<JsonNode?> Parse(Stream json, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(json, Strict, cancellationToken);
            return Node(document);
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException(HalfAName, error);
        }
    }

    /// <param name="name">What to call a document that has no number.</param>
    /// <param name="wordsAreText">YAML: a number or true where text is wanted is text, <c>label: 2024</c>.</param>
    /// <returns>Null when there are mistakes, which are added to the list.</returns>
    public NumberDocument? Read(JsonNode? node, string name, bool wordsAreText, NumberMistakes mistakes)
    {
        if (node is not JsonObject members)
        {
            mistakes.Add(name, null, "is no number document; write its members as name: value.");
            return null;
        }

        var faults = new Faults(mistakes, wordsAreText);
        var good = faults.Leave(members, Shape, "");
        var size = Encoding.UTF8.GetByteCount(good.ToJsonString(AsWritten));
        var document = size <= MaxBytes ? (NumberDocument)good.Deserialize(Shape)! : null;
        foreach (var (member, errors) in document is null ? [] : validator.Check(document))
        {
            faults.Found.TryAdd(member, string.Join(' ', errors));
        }

        name = good["number"] is JsonValue number && Word(number) is { Length: > 0 } known ? known : name;
        foreach (var (member, what) in faults.Found)
        {
            mistakes.Add(name, member, what);
        }

        if (document is null)
        {
            mistakes.Add(name, null, $"has {size / 1024 + 1} KB; a number document has at most {MaxBytes / 1024} KB.");
        }

        return faults.Found.Count > 0 ? null : document;
    }

    private static string Word(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private static JsonNode? Node(JsonDocument document)
    {
        CheckNames(document.RootElement);
        var root = document.RootElement.Clone();
        return root.ValueKind switch
        {
            JsonValueKind.Object => JsonObject.Create(root),
            JsonValueKind.Array => JsonArray.Create(root),
            JsonValueKind.Null => null,
            _ => JsonValue.Create(root),
        };
    }

    /// <exception cref="InvalidOperationException">A name is half of an emoji, escaped: that is JSON, and nobody can ask for its name.</exception>
    private static void CheckNames(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                _ = member.Name;
                CheckNames(member.Value);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                CheckNames(item);
            }
        }
    }

    /// <summary>What is wrong with the members of a document, by path.</summary>
    private sealed class Faults(NumberMistakes mistakes, bool wordsAreText)
    {
        public Dictionary<string, string> Found { get; } = new(StringComparer.Ordinal);

        /// <summary>
        /// A copy of what is right, so that it is checked all the same and nobody has to correct a document step by step. Only what is known is copied:
        /// to take out what is not would take as long as its square.
        /// </summary>
        public JsonObject Leave(JsonObject members, JsonTypeInfo shape, string path)
        {
            var good = new JsonObject();
            foreach (var (name, value) in members)
            {
                if (Found.Count > NumberMistakes.Most)
                {
                    break;
                }

                if (shape.Properties.FirstOrDefault(p => p.Name == name) is not { } property)
                {
                    Found[path + name] = mistakes.IsFirstOf(shape.Type)
                        ? $"is not known. Known: {string.Join(", ", shape.Properties.Select(p => p.Name))}."
                        : "is not known.";
                }
                else if (Take(value, property, path + name) is (true, var taken))
                {
                    good[name] = taken;
                }
            }

            foreach (var missing in shape.Properties.Where(p => p.IsRequired && !good.ContainsKey(p.Name)))
            {
                Found.TryAdd(path + missing.Name, "is missing.");
                good[missing.Name] = "";
            }

            return good;
        }

        /// <returns>The value as the document takes it; false: it is at fault.</returns>
        private (bool IsGood, JsonNode? Value) Take(JsonNode? value, JsonPropertyInfo property, string path)
        {
            var shape = NumberJson.Default.GetTypeInfo(property.PropertyType)!;
            if (shape.Kind == JsonTypeInfoKind.Object && value is JsonObject members)
            {
                return (true, Leave(members, shape, $"{path}."));
            }

            var bad = JsonElements.NotStorableIn(value, path).Take(NumberMistakes.Most).ToList();
            if (bad.Count > 0)
            {
                bad.ForEach(b => Found[b] = JsonElements.NotStorable);
                return (false, null);
            }

            if (wordsAreText && property.PropertyType == typeof(string) && value is JsonValue word)
            {
                return (true, Word(word));
            }

            if (Fault(value, property, shape) is { } fault)
            {
                Found[path] = fault;
                return (false, null);
            }

            return (true, value?.DeepClone());
        }

        private static string? Fault(JsonNode? value, JsonPropertyInfo property, JsonTypeInfo shape)
        {
            if (value is null)
            {
                return property.IsSetNullable ? null : "must not be null; leave it out for its default.";
            }

            try
            {
                value.Deserialize(shape);
                return null;
            }
            catch (JsonException error)
            {
                return property.PropertyType == typeof(bool)
                    ? "must be true or false."
                    : Problems.Explain(error).Replace("The JSON cannot be read: ", "", StringComparison.Ordinal);
            }
        }
    }
}
