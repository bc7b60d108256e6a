using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

/// <summary>The file of <c>apply</c> and <c>export</c>: YAML or JSON with a list <c>numbers:</c> of number documents.</summary>
internal static class NumbersFile
{
    private const string List = "numbers";
    private const string Schema = "$schema";

    /// <summary>UTF-8 bytes. The same for a file, a field and a request.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Every document of the file; where there are mistakes, they are in the list.</summary>
    /// <exception cref="InvalidDataException">It cannot be read at all; the message is the end of a sentence that names the file.</exception>
    public static List<NumberDocument> Read(string text, NumberReader reader, NumberMistakes mistakes)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            throw TooLarge();
        }

        if (text.IndexOf('\0') is >= 0 and var at)
        {
            throw new InvalidDataException($"line {text.AsSpan(0, at).Count('\n') + 1}: {Unstorable.Text("\0")}");
        }

        var isJson = text.AsSpan().TrimStart().StartsWith("{") || text.AsSpan().TrimStart().StartsWith("[");
        var root = isJson ? ParseJson(text) : Yaml.Parse(text);
        if (root is not JsonObject file || file[List] is not JsonArray list)
        {
            throw new InvalidDataException("has no list of numbers; write numbers: and below it the number documents.");
        }

        foreach (var (member, _) in file.Where(m => m.Key is not (List or Schema)).Take(NumberMistakes.Most + 1))
        {
            mistakes.Add("The file's member", member, "is not known.");
        }

        var documents = new List<NumberDocument>();
        for (var i = 0; i < list.Count && !mistakes.HasMore; i++)
        {
            if (reader.Read(list[i], $"numbers[{i}]", wordsAreText: !isJson, mistakes) is { } document)
            {
                documents.Add(document);
            }
        }

        foreach (var twins in documents.GroupBy(d => d.Number, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            mistakes.Add(twins.Key, null, $"is in the file {twins.Count()} times; keep one.");
        }

        return documents;
    }

    public static InvalidDataException TooLarge() =>
        new($"has more than {MaxBytes / 1024 / 1024} MB. Put the numbers into several files: those that a file does not have stay.");

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
            return NumberReader.Parse(text, isFile: true);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"{(error.LineNumber is { } line ? $"line {line + 1}: " : "")}is no JSON ({Excerpt.Of(error.Message.Split(" LineNumber:")[0], 200)})",
                error
            );
        }
    }
}
