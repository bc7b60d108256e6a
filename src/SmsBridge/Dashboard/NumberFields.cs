using System.Text.Json.Nodes;
using SmsBridge.Hosting;
using SmsBridge.Numbers;

namespace SmsBridge.Dashboard;

internal enum FieldKind
{
    /// <summary>Empty: as if left out.</summary>
    Word,

    /// <summary>Empty: null.</summary>
    Optional,

    Duration,

    Switch,
}

/// <summary>The members of a number document that have a field of their own; the rest is edited as JSON.</summary>
internal static class NumberFields
{
    public static readonly (string Member, FieldKind Kind)[] All =
    [
        ("number", FieldKind.Word),
        ("enabled", FieldKind.Switch),
        ("label", FieldKind.Optional),
        ("twilioAccount", FieldKind.Word),
        ("messagingServiceSid", FieldKind.Optional),
        ("agent", FieldKind.Word),
        ("variantId", FieldKind.Optional),
        ("language", FieldKind.Optional),
        ("firstReply", FieldKind.Word),
        ("coalesce", FieldKind.Duration),
        ("idleTimeout", FieldKind.Duration),
        ("handoff.queue", FieldKind.Optional),
        ("handoff.pickupDeadline", FieldKind.Duration),
    ];

    /// <summary>What the fields show of a document.</summary>
    public static Dictionary<string, string> Of(NumberDocument document)
    {
        var json = NumberChange.Json(document)!;
        return All.ToDictionary(f => f.Member, f => At(json, f.Member)?.ToString() ?? "", StringComparer.Ordinal);
    }

    /// <summary>What somebody typed.</summary>
    public static Dictionary<string, string> Of(IFormCollection form) =>
        All.ToDictionary(
            f => f.Member,
            f => f.Kind == FieldKind.Switch ? (form.ContainsKey(f.Member) ? "true" : "false") : form[f.Member].ToString().Trim(),
            StringComparer.Ordinal
        );

    /// <summary>Puts what was typed into a document, whose other members stay.</summary>
    /// <param name="errors">Gets what cannot be read at all.</param>
    public static JsonObject Into(NumberDocument? stored, IReadOnlyDictionary<string, string> typed, Dictionary<string, string> errors)
    {
        var json = NumberChange.Json(stored) ?? new JsonObject { ["handoff"] = new JsonObject() };
        foreach (var (member, kind) in All)
        {
            var text = typed[member];
            if (kind == FieldKind.Duration && text.Length > 0 && DurationConverter.Parse(text) is null)
            {
                errors[member] = "A duration is written hh:mm:ss, for example 00:15:00.";
            }
            else if (text.Length == 0 && kind is FieldKind.Word or FieldKind.Duration)
            {
                Leave(json, member);
            }
            else
            {
                Set(
                    json,
                    member,
                    kind == FieldKind.Switch ? JsonValue.Create(text == "true")
                        : text.Length == 0 ? null
                        : JsonValue.Create(text)
                );
            }
        }

        return json;
    }

    private static JsonNode? At(JsonObject json, string member) =>
        member.Split('.') is [var outer, var inner] ? json[outer]?[inner] : json[member];

    private static void Set(JsonObject json, string member, JsonNode? value)
    {
        var (owner, name) = Owner(json, member);
        owner[name] = value;
    }

    private static void Leave(JsonObject json, string member)
    {
        var (owner, name) = Owner(json, member);
        owner.Remove(name);
    }

    private static (JsonObject Owner, string Name) Owner(JsonObject json, string member) =>
        member.Split('.') is [var outer, var inner] ? ((JsonObject)json[outer]!, inner) : (json, member);
}
