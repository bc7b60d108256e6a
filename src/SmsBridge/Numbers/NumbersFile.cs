using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsBridge.Numbers;

/// <summary>The file of <c>apply</c> and <c>export</c>: YAML or JSON with a list <c>numbers:</c> of number documents.</summary>
internal static class NumbersFile
{
    private const string List = "numbers";
    private const string Schema = "$schema";

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Every document of the file; where there are mistakes, they are all in the list.</summary>
    public static List<NumberDocument> Read(string text, NumberReader reader, List<NumberMistake> mistakes)
    {
        var isJson = text.AsSpan().TrimStart().StartsWith("{") || text.AsSpan().TrimStart().StartsWith("[");
        var root = isJson ? ParseJson(text) : Yaml.Parse(text);
        if (root is not JsonObject file || file[List] is not JsonArray list)
        {
            throw new InvalidDataException("has no list of numbers; write numbers: and below it the number documents.");
        }

        mistakes.AddRange(
            file.Select(m => m.Key)
                .Where(m => m is not (List or Schema))
                .Select(m => new NumberMistake("The file's member", m, "is not known."))
        );
        var documents = new List<NumberDocument>();
        foreach (var (entry, index) in list.ToList().Select((entry, i) => (entry, i)))
        {
            if (reader.Read(entry, $"numbers[{index}]", wordsAreText: !isJson, mistakes) is { } document)
            {
                documents.Add(document);
            }
        }

        mistakes.AddRange(
            documents
                .GroupBy(d => d.Number, StringComparer.Ordinal)
                .Where(g => g.Count() > 1)
                .Select(g => new NumberMistake(g.Key, null, $"is in the file {g.Count()} times; keep one."))
        );
        return documents;
    }

    /// <summary>Leaves out what has its default, so that the file says what somebody decided.</summary>
    public static string Write(IEnumerable<NumberDocument> documents, bool yaml)
    {
        var numbers = new JsonArray([.. documents.Select(Show)]);
        return yaml
            ? $"""
                # yaml-language-server: $schema=numbers.schema.json
                # The numbers of SmsBridge. Members that are left out have their default.
                # smsbridge apply -f FILE --dry-run   shows what would change
                # smsbridge apply -f FILE             changes it, all or nothing; numbers that are not in the file stay, unless --prune is given
                {Yaml.Write(new JsonObject { [List] = numbers })}
                """
            : new JsonObject { [Schema] = "numbers.schema.json", [List] = numbers }.ToJsonString(Readable) + "\n";
    }

    /// <summary>One document without what has its default.</summary>
    public static JsonObject Show(NumberDocument document)
    {
        var defaults = NumberChange.Json(
            new NumberDocument
            {
                Number = "",
                TwilioAccount = "",
                Agent = "",
            }
        )!;
        var shown = NumberChange.Json(document)!;
        LeaveOut(shown, defaults);
        return shown;
    }

    private static void LeaveOut(JsonObject shown, JsonObject defaults)
    {
        foreach (var (name, value) in shown.ToList())
        {
            if (!defaults.ContainsKey(name))
            {
                continue;
            }

            if (JsonNode.DeepEquals(value, defaults[name]))
            {
                shown.Remove(name);
            }
            else if (value is JsonObject inner && defaults[name] is JsonObject innerDefaults)
            {
                LeaveOut(inner, innerDefaults);
            }
        }
    }

    private static JsonNode? ParseJson(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"{(error.LineNumber is { } line ? $"line {line + 1}: " : "")}is no JSON ({error.Message.Split(" LineNumber:")[0]})",
                error
            );
        }
    }
}
