using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SmsBridge.Tests.Admin;

/// <summary>The tables of <c>docs/settings.md</c> and <c>docs/numbers.md</c>, made from the schemas.</summary>
internal static class ReferencePage
{
    private const string Begin = "<!-- The tables are made from the schema: change the types, then run ./dev schemas -->\n";
    private const string End = "<!-- End of the tables -->\n";

    /// <summary>The page with these tables in place of the ones that it has.</summary>
    public static string With(string page, string tables)
    {
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        return from < 0 || to < from
            ? throw new InvalidDataException($"The page has no place for its tables. Write these two lines:\n{Begin}{End}")
            : $"{page[..(from + Begin.Length)]}\n{tables}\n{page[to..]}";
    }

    /// <summary>A table for each section, and one for each kind of queue.</summary>
    public static string Settings(JsonObject schema)
    {
        var page = new StringBuilder();
        foreach (var (name, section) in schema["properties"]!.AsObject().OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            Heading(page, "##", name, section!["properties"] is null && section["additionalProperties"] is null ? null : section);
            Table(page, "key", Keys(name, section));
            foreach (var kind in (section["additionalProperties"] as JsonObject)?["allOf"]?.AsArray() ?? [])
            {
                var type = kind!["if"]!["properties"]!["Type"]!["const"]!.GetValue<string>();
                page.Append($"\n### {name} of type `{type}`\n\n");
                Table(page, "key", Keys($"{name}:{{name}}", kind["then"]!));
            }
        }

        return page.ToString();
    }

    /// <summary>A table for the document, and one for each object in it.</summary>
    public static string Number(JsonObject document)
    {
        var page = new StringBuilder();
        Members(page, "", document);
        return page.ToString();
    }

    private static void Members(StringBuilder page, string prefix, JsonObject its)
    {
        var members = its["properties"]!.AsObject();
        var required = its["required"]?.AsArray().Select(r => r!.GetValue<string>()).ToHashSet() ?? [];
        Table(page, "member", members.Select(m => (prefix + m.Key, m.Value!, required.Contains(m.Key))));
        foreach (var (name, member) in members.Where(m => m.Value!["properties"] is not null))
        {
            Heading(page, "###", prefix + name, member);
            Members(page, $"{prefix}{name}.", (JsonObject)member!);
        }
    }

    /// <summary>The settings below a key, each with its whole name as it stands in the settings.</summary>
    private static IEnumerable<(string Key, JsonNode Its, bool Required)> Keys(string key, JsonNode its)
    {
        if (its["properties"] is JsonObject members)
        {
            return members.SelectMany(m => Keys($"{key}:{m.Key}", m.Value!));
        }

        return its["additionalProperties"] switch
        {
            JsonObject entry when entry["properties"] is not null => Keys($"{key}:{{name}}", entry),
            JsonObject => [($"{key}:{{name}}", its, false)],
            // A text that may be neither null nor left out.
            _ when Is(its, "string") && !its.AsObject().ContainsKey("default") => [(key, its, true)],
            _ => [(Is(its, "array") ? $"{key}:{{0…}}" : key, its, false)],
        };
    }

    private static bool Is(JsonNode its, string type) => its["type"] is JsonValue one && one.GetValue<string>() == type;

    private static void Heading(StringBuilder page, string level, string name, JsonNode? its)
    {
        page.Append($"{(page.Length == 0 ? "" : "\n")}{level} {name}\n\n");
        if (its?["description"] is { } description)
        {
            page.Append($"{description}\n\n");
        }
    }

    private static void Table(StringBuilder page, string first, IEnumerable<(string Key, JsonNode Its, bool Required)> rows)
    {
        page.Append($"| {first} | default | meaning |\n|---|---|---|\n");
        foreach (var (key, its, required) in rows)
        {
            page.Append($"| `{key}` | {(required ? "required" : Default(its))} | {Meaning(key, its)} |\n");
        }
    }

    private static string Default(JsonNode its) => its["default"] is { } value ? $"`{value}`" : "–";

    private static string Meaning(string key, JsonNode its)
    {
        var said = (string?)its["description"] ?? throw new InvalidDataException($"{key} has no summary.");
        var words = its["enum"]?.AsArray().Select(w => (string?)w).OfType<string>().ToList() ?? [];
        var left = words.Any(w => !said.Contains($"`{w}`", StringComparison.Ordinal))
            ? $" One of {string.Join(", ", words.Select(w => $"`{w}`"))}."
            : "";
        var below = its["properties"] is null ? "" : $" See [{key}](#{Anchor(key)}).";
        return (said + left + below).Replace("|", "\\|", StringComparison.Ordinal);
    }

    /// <summary>As hosts of Markdown make it of a heading.</summary>
    private static string Anchor(string heading) =>
        Regex.Replace(heading.ToLowerInvariant(), "[^a-z0-9_-]", "", RegexOptions.NonBacktracking);
}
