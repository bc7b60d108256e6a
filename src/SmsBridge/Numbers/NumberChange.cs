using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsBridge.Numbers;

/// <summary>What a change makes of one number.</summary>
/// <param name="Before">Null: the number is new.</param>
/// <param name="After">Null: the number is removed.</param>
internal sealed record NumberChange(string Number, NumberDocument? Before, NumberDocument? After)
{
    public string Action => After is null ? "number.delete" : "number.put";

    /// <summary>The members that differ (of a number that comes or goes, those that have not their default), as <c>handoff.queue</c>, with their values as JSON; null where there is none.</summary>
    public IReadOnlyList<(string Member, JsonNode? Before, JsonNode? After)> Members()
    {
        var found = new List<(string, JsonNode?, JsonNode?)>();
        if (Before is null || After is null)
        {
            Compare("", Before is null ? null : NumbersFile.Show(Before), After is null ? null : NumbersFile.Show(After), found);
        }
        else
        {
            Compare("", Json(Before), Json(After), found);
        }

        return found;
    }

    /// <summary>The order of members does not count.</summary>
    public bool IsNothing => JsonNode.DeepEquals(Json(Before), Json(After));

    public static JsonObject? Json(NumberDocument? document) =>
        document is null ? null : (JsonObject?)JsonSerializer.SerializeToNode(document, NumberJson.Default.NumberDocument);

    private static void Compare(string path, JsonObject? before, JsonObject? after, List<(string, JsonNode?, JsonNode?)> found)
    {
        var names = (after ?? []).Select(m => m.Key).Union((before ?? []).Select(m => m.Key), StringComparer.Ordinal);
        foreach (var name in names)
        {
            var (was, becomes) = (before?[name], after?[name]);
            // A null that is written out differs from none only where the other side has the object at all.
            var bothHaveIt = before is null || after is null || before.ContainsKey(name) == after.ContainsKey(name);
            if (bothHaveIt && JsonNode.DeepEquals(was, becomes))
            {
                continue;
            }

            var member = path.Length == 0 ? name : $"{path}.{name}";
            if (was is JsonObject || becomes is JsonObject)
            {
                Compare(member, was as JsonObject, becomes as JsonObject, found);
            }
            else
            {
                found.Add((member, was, becomes));
            }
        }
    }
}
