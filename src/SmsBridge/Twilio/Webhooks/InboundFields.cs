using System.Text.Json;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>From Twilio's fields to a text, the one place that knows their names.</summary>
internal static class InboundFields
{
    /// <summary>What Twilio may tell about the sender, and the attribute under which the agent reads it.</summary>
    private static readonly (string Field, string Attribute)[] Sender =
    [
        ("FromCity", "from_city"),
        ("FromState", "from_state"),
        ("FromZip", "from_zip"),
        ("FromCountry", "from_country"),
        ("ProfileName", "profile_name"),
    ];

    /// <summary>Twilio delivers at most ten.</summary>
    private const int MaxMedia = 10;

    public static InboundText ToText(this TwilioForm form)
    {
        var (from, to) = (form["From"]!, form["To"]!);
        var media = Media(form);
        var extras = InboundExtras.Read(form, hasMedia: media is not null);
        return new InboundText(
            ThreadId.Of(to, from),
            to,
            from,
            Channel.Of(from),
            form["MessageSid"]!,
            extras.Text,
            Facts(form),
            media,
            Kind(Keyword.Of(extras.Text, to, form["OptOutType"]), extras.Kind),
            extras.Details
        );
    }

    /// <summary>A tapped button that says YES is an answer; one that says STOP is meant.</summary>
    private static string? Kind(string? keyword, string? other) => keyword == Keyword.Yes ? other ?? keyword : keyword ?? other;

    private static string? Facts(TwilioForm form)
    {
        var facts = Sender
            .Select(s => KeyValuePair.Create(s.Attribute, Storable(form[s.Field] ?? "")))
            .Where(f => f.Value.Length > 0)
            .ToDictionary(StringComparer.Ordinal);
        return facts.Count == 0 ? null : JsonSerializer.Serialize(facts, InboundJson.Default.DictionaryStringString);
    }

    private static string? Media(TwilioForm form)
    {
        if (!int.TryParse(form["NumMedia"], out var count) || count <= 0)
        {
            return null;
        }

        var media = Enumerable
            .Range(0, Math.Min(count, MaxMedia))
            .Select(i => new InboundMedia(Storable(form[$"MediaUrl{i}"] ?? ""), Storable(form[$"MediaContentType{i}"] ?? "")))
            .Where(m => m.Url.Length > 0)
            .ToList();
        return media.Count == 0 ? null : JsonSerializer.Serialize(media, InboundJson.Default.ListInboundMedia);
    }

    /// <summary>Postgres stores no U+0000, and no handset means one.</summary>
    internal static string Storable(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}
