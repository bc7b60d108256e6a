using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmsBridge.Dashboard;

/// <summary>One member that a change touched; null: it was not there, or null.</summary>
internal sealed record ChangeLine(string Member, string? Before, string? After)
{
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Members with another value, as <c>handoff.queue</c>; of what comes or goes, all that have one.</summary>
    public static IReadOnlyList<ChangeLine> Between(JsonElement? before, JsonElement? after)
    {
        var (was, becomes) = (Flat(before), Flat(after));
        return
        [
            .. becomes
                .Keys.Union(was.Keys, StringComparer.Ordinal)
                .Select(m => new ChangeLine(m, was.GetValueOrDefault(m), becomes.GetValueOrDefault(m)))
                .Where(l => l.Before != l.After),
        ];
    }

    private static Dictionary<string, string> Flat(JsonElement? json)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json is { } root)
        {
            Add("", root);
        }

        return found;

        void Add(string path, JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                if (value.ValueKind != JsonValueKind.Null)
                {
                    found[path] = value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value, Readable);
                }

                return;
            }

            foreach (var member in value.EnumerateObject())
            {
                Add(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
            }
        }
    }
}
