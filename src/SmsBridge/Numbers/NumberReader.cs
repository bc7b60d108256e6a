using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

/// <summary>A mistake in a number document.</summary>
/// <param name="Number">The number, or which entry of the file it is.</param>
/// <param name="Member">Null: the document as a whole.</param>
internal sealed record NumberMistake(string Number, string? Member, string What)
{
    public override string ToString() => $"{Number}{(Member is null ? "" : $" {Member}")}: {What}";
}

/// <summary>Reads number documents from people: every mistake at once, each with its member.</summary>
internal sealed class NumberReader(NumberValidator validator)
{
    private static JsonTypeInfo<NumberDocument> Shape => NumberJson.Default.NumberDocument;

    /// <param name="name">What to call a document that has no number.</param>
    /// <param name="wordsAreText">YAML: a number or true where text is wanted is text, <c>label: 2024</c>.</param>
    /// <returns>Null when there are mistakes, which are added to the list.</returns>
    public NumberDocument? Read(JsonNode? node, string name, bool wordsAreText, List<NumberMistake> mistakes)
    {
        if (node is not JsonObject members)
        {
            mistakes.Add(new NumberMistake(name, null, "is no number document; write its members as name: value."));
            return null;
        }

        name = members["number"] is JsonValue number ? Word(number) : name;
        var faults = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (member, value) in members.ToList())
        {
            if (Shape.Properties.FirstOrDefault(p => p.Name == member) is not { } property)
            {
                faults[member] = $"is not known. Known: {string.Join(", ", Shape.Properties.Select(p => p.Name))}.";
            }
            else if (wordsAreText && property.PropertyType == typeof(string) && value is JsonValue word)
            {
                members[member] = Word(word);
            }
            else if (Fault(value, property) is { } fault)
            {
                faults[member] = fault;
            }
        }

        foreach (var missing in Shape.Properties.Where(p => p.IsRequired && !members.ContainsKey(p.Name)))
        {
            faults[missing.Name] = "is missing.";
        }

        var document = WithoutFaults(members, faults.Keys).Deserialize(Shape)!;
        foreach (var (member, errors) in validator.Check(document))
        {
            faults.TryAdd(member, string.Join(' ', errors));
        }

        mistakes.AddRange(faults.Select(f => new NumberMistake(name, f.Key, f.Value)));
        return faults.Count > 0 ? null : document;
    }

    /// <summary>What is right about a document is checked all the same, so that nobody has to correct it step by step.</summary>
    private static JsonObject WithoutFaults(JsonObject members, IReadOnlyCollection<string> faults)
    {
        var rest = (JsonObject)members.DeepClone();
        foreach (var fault in faults)
        {
            rest.Remove(fault);
            if (Shape.Properties.Any(p => p.Name == fault && p.IsRequired))
            {
                rest[fault] = "";
            }
        }

        return rest;
    }

    private static string Word(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private static string? Fault(JsonNode? value, JsonPropertyInfo property)
    {
        if (value is null)
        {
            return property.IsSetNullable ? null : "must not be null; leave it out for its default.";
        }

        try
        {
            value.Deserialize(NumberJson.Default.GetTypeInfo(property.PropertyType)!);
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
