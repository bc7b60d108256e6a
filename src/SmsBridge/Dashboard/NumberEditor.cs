using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SmsBridge.Agents;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Twilio;

namespace SmsBridge.Dashboard;

/// <summary>A number as the page for editing it shows it.</summary>
/// <param name="Stored">Null: a new one.</param>
/// <param name="Values">By member, as they stand in the fields.</param>
/// <param name="Errors">By member.</param>
/// <param name="Json">The whole document.</param>
/// <param name="Version">Of the document that the page was made from: somebody else may change it meanwhile.</param>
internal sealed record NumberModel(
    NumberDocument? Stored,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, string> Errors,
    string Json,
    string Version,
    IReadOnlyList<string> Accounts,
    IReadOnlyList<string> Agents,
    IReadOnlyList<string> Queues
)
{
    public string? Error(string member) => Errors.GetValueOrDefault(member);

    /// <summary>Mistakes in members that have no field; the number of a stored document has none either.</summary>
    public IEnumerable<KeyValuePair<string, string>> OtherErrors =>
        Errors.Where(e => (e.Key == "number" && Stored is not null) || !NumberFields.All.Any(f => f.Member == e.Key));
}

/// <summary>Reads what people type about numbers, by the same rules as the API and <c>apply</c>.</summary>
internal sealed class NumberEditor(
    NumberReader reader,
    IOptions<TwilioOptions> twilio,
    IOptions<AgentsOptions> agents,
    IOptions<QueuesOptions> queues
)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static NumberDocument Blank =>
        new()
        {
            Number = "",
            TwilioAccount = "",
            Agent = "",
        };

    public NumberModel Show(NumberDocument? stored) =>
        Model(stored, NumberFields.Of(stored ?? Blank), new Dictionary<string, string>(StringComparer.Ordinal), null);

    /// <summary>From the fields.</summary>
    public (NumberDocument? Document, NumberModel Model) Read(NumberDocument? stored, IFormCollection form)
    {
        var typed = NumberFields.Of(form);
        if (stored is not null)
        {
            typed["number"] = stored.Number;
        }

        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var document = Read(NumberFields.Into(stored, typed, errors), errors);
        return (errors.Count == 0 ? document : null, Model(stored, typed, errors, null));
    }

    /// <summary>From the whole document.</summary>
    public (NumberDocument? Document, NumberModel Model) Read(NumberDocument stored, string text)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        NumberDocument? document = null;
        try
        {
            document = Read(NumberReader.Parse(text), errors);
        }
        catch (JsonException error)
        {
            errors["JSON"] =
                $"{(error.LineNumber is { } line ? $"line {line + 1}: " : "")}{Excerpt.Of(error.Message.Split(" LineNumber:")[0], 200)}";
        }

        if (document is not null && document.Number != stored.Number)
        {
            errors["number"] = $"The document is for '{document.Number}', the page for '{stored.Number}'; they must be equal.";
        }

        return (errors.Count == 0 ? document : null, Model(stored, NumberFields.Of(stored), errors, text));
    }

    public static string Version(NumberDocument? document) =>
        document is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NumberJson.Write(document))).AsSpan(0, 8));

    private NumberDocument? Read(JsonNode? json, Dictionary<string, string> errors)
    {
        var mistakes = new NumberMistakes();
        var document = reader.Read(json, "The document", wordsAreText: false, mistakes);
        foreach (var mistake in mistakes.Found)
        {
            errors.TryAdd(mistake.Member ?? "The document", mistake.What);
        }

        if (mistakes.HasMore)
        {
            errors["More"] = NumberMistakes.AndMore;
        }

        return document;
    }

    private NumberModel Model(
        NumberDocument? stored,
        IReadOnlyDictionary<string, string> values,
        IReadOnlyDictionary<string, string> errors,
        string? json
    ) =>
        new(
            stored,
            values,
            errors,
            json ?? (stored is null ? "" : NumbersFile.Show(stored).ToJsonString(Readable)),
            Version(stored),
            [.. twilio.Value.Accounts.Keys.Order()],
            [.. agents.Value.Keys.Order()],
            [.. queues.Value.Keys.Order()]
        );
}
