using System.Collections;
using System.Net;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using SmsBridge.Hosting;
using SmsBridge.Tests.Layout;

namespace SmsBridge.Tests.Admin;

/// <summary>JSON Schemas from the types: members, kinds and defaults by reflection, descriptions from the summaries in the sources.</summary>
internal static class SchemaWriter
{
    private const string Duration = @"^[0-9]{2,}:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?$";

    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="type">What to describe.</param>
    /// <param name="words">The words that a text member takes, by <c>Type.Member</c>.</param>
    /// <param name="open">Types that may have members beyond their own.</param>
    public static JsonObject Of(JsonTypeInfo type, IReadOnlyDictionary<string, string[]> words, params Type[] open)
    {
        var schema = type.GetJsonSchemaAsNode(
            new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = (context, node) => Transform(context, node, words, open) }
        );
        return (JsonObject)schema;
    }

    /// <summary>What a section of the settings is for: its summary, without the name that stands above it.</summary>
    public static string Purpose(Type section)
    {
        var summary = Above(section) ?? throw new InvalidOperationException($"{section.Name} has no summary.");
        var said = Regex.Replace(Plain(summary, section, null), "^The section `[A-Za-z]+`: ", "", Safe);
        return char.ToUpperInvariant(said[0]) + said[1..];
    }

    public static string Text(JsonObject schema) => schema.ToJsonString(Readable) + "\n";

    private static JsonObject Transform(
        JsonSchemaExporterContext context,
        JsonNode node,
        IReadOnlyDictionary<string, string[]> words,
        Type[] open
    )
    {
        var type = context.TypeInfo.Type;
        var schema = type == typeof(JsonElement) || node is not JsonObject known ? new JsonObject() : known;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeSpan) && !schema.ContainsKey("type"))
        {
            schema["type"] = type == typeof(TimeSpan) ? "string" : new JsonArray("string", "null");
            schema["pattern"] = Duration;
        }

        if (schema["type"] is JsonArray kinds && kinds.Any(k => (string?)k == "integer"))
        {
            // Numbers in quotes are read too, but nobody is to write them so.
            kinds.Remove(kinds.FirstOrDefault(k => (string?)k == "string"));
            schema.Remove("pattern");
            schema["type"] = kinds.Count == 1 ? kinds[0]!.DeepClone() : kinds.DeepClone();
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            schema["additionalProperties"] = open.Contains(type);
        }

        if (context.PropertyInfo is not { } property)
        {
            return schema;
        }

        var member = (PropertyInfo)property.AttributeProvider!;
        var summary = Summary(member);
        if ((words.GetValueOrDefault($"{member.DeclaringType!.Name}.{member.Name}") ?? OneOf(summary)) is { } allowed)
        {
            var isNullable = schema["type"] is JsonArray;
            schema["enum"] = new JsonArray([.. allowed.Select(w => (JsonNode)w), .. isNullable ? new JsonNode?[] { null } : []]);
        }

        if (summary is not null)
        {
            schema["description"] = Plain(summary, member.DeclaringType!, property.Options.PropertyNamingPolicy);
        }

        if (Default(property, member) is { } value)
        {
            schema["default"] = value;
        }

        return schema;
    }

    private static JsonNode? Default(JsonPropertyInfo property, PropertyInfo member)
    {
        if (property.IsRequired || property.Get is null)
        {
            return null;
        }

        var value = property.Get(Activator.CreateInstance(member.DeclaringType!)!);
        return value is null or "" or IEnumerable and not string || value.GetType().Assembly == typeof(Role).Assembly
            ? null
            : JsonSerializer.SerializeToNode(value, value.GetType(), property.Options);
    }

    /// <summary>A summary that says "one of Kinds" names a class with the words in its field <c>All</c>.</summary>
    private static string[]? OneOf(string? summary)
    {
        var name = Regex.Match(summary ?? "", "\\b[Oo]ne of <see cref=\"(?<name>[A-Z][A-Za-z]+)\"", Safe).Groups["name"].Value;
        return Words(name);
    }

    private static string[]? Words(string type) =>
        typeof(Role)
            .Assembly.GetTypes()
            .FirstOrDefault(t => t.Name == type)
            ?.GetField("All", BindingFlags.Static | BindingFlags.Public)
            ?.GetValue(null) as string[];

    /// <summary>A comment as Markdown, which editors and the pages show: what is code stays marked as code.</summary>
    private static string Plain(string summary, Type type, JsonNamingPolicy? naming)
    {
        var text = Regex.Replace(summary, "<see cref=\"(?<name>[^\"]*)\" */>", m => Meaning(m.Groups["name"].Value, type, naming), Safe);
        var code = Regex.Replace(text, "<c>(?<code>[^<]*)</c>", "`${code}`", Safe);
        return WebUtility.HtmlDecode(Regex.Replace(code, "<[^>]*>", "", Safe).Trim());
    }

    /// <summary>What a name in a comment is to somebody who does not see the code: a value, the words of a class, a member's name in JSON.</summary>
    private static string Meaning(string name, Type type, JsonNamingPolicy? naming)
    {
        const BindingFlags all = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var (owner, member) = name.Split('.') is [var other, var its] ? (Named(other), its) : (type, name);
        return owner.GetField(member, all) is { IsStatic: true } field
            ? field.GetValue(null) is TimeSpan time
                ? $"`{DurationConverter.Format(time)}`"
                : $"{field.GetValue(null)}"
            : owner.GetProperty(member, all) is not null
                ? $"`{naming?.ConvertName(member) ?? member}`"
                : Words(member) is { } words
                    ? string.Join(", ", words.Select(w => $"`{w}`"))
                    : throw new InvalidOperationException($"A comment of {type.Name} names {name}, which says nothing to a reader.");
    }

    private static Type Named(string name) => typeof(Role).Assembly.GetTypes().Single(t => t.Name == name);

    /// <summary>The summary above the member, as plain text.</summary>
    private static string? Summary(PropertyInfo member)
    {
        var lines = Source(member.DeclaringType!);
        var at = Array.FindIndex(lines, l => l.StartsWith("    public ", StringComparison.Ordinal) && l.Contains($" {member.Name} {{"));
        return SummaryAbove(lines[..at]);
    }

    private static string? Above(Type type)
    {
        var (file, at) = Declaration(type);
        return SummaryAbove(file[..at]);
    }

    private static string? SummaryAbove(string[] lines)
    {
        var above = lines.Reverse().Select(l => l.Trim()).SkipWhile(l => l.StartsWith('['));
        var comment = above.TakeWhile(l => l.StartsWith("///", StringComparison.Ordinal)).Reverse().Select(l => l[3..].Trim());
        var text = string.Join(' ', comment).Split("<summary>")[^1].Split("</summary>")[0];
        return text.Trim() is { Length: > 0 } said ? said : null;
    }

    /// <summary>The lines of a type's declaration, up to its end.</summary>
    private static string[] Source(Type type)
    {
        var (file, at) = Declaration(type);
        return [.. file[at..].TakeWhile(l => l != "}")];
    }

    /// <summary>The lines of the file that declares a type, and which of them does.</summary>
    private static (string[] File, int At) Declaration(Type type)
    {
        bool Declares(string line) =>
            !line.StartsWith(' ')
            && (
                line.Contains($" class {type.Name}", StringComparison.Ordinal)
                || line.Contains($" record {type.Name}", StringComparison.Ordinal)
            )
            && !char.IsLetterOrDigit((line.Split(type.Name, 2)[1] + " ")[0]);
        var file = Sources
            .Files.Values.Where(f => f.Contains($"namespace {type.Namespace};", StringComparison.Ordinal))
            .Select(f => f.Split('\n'))
            .Single(f => f.Any(Declares));
        return (file, Array.FindIndex(file, Declares));
    }
}
