using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Shaping;
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

    /// <param name="language">Of the number that was texted, BCP 47; null: not known.</param>
    public static InboundText ToText(this TwilioForm form, string? language = null)
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
            Kind(Keyword.Of(extras.Text, to, form["OptOutType"], language), extras.Kind),
            extras.Details
        )
        {
            OtherAddress = Other(form, from),
            AnsweredByProvider = Keyword.IsAnsweredByTwilio(extras.Text, to, form["OptOutType"]),
        };
    }

    /// <summary>On the channel of the sender, where it does not name its own.</summary>
    private static string? Other(TwilioForm form, string from)
    {
        var id = (form["ExternalUserId"] ?? "").Trim();
        var address = id.Contains(':') ? id : $"{from[..(from.IndexOf(':') + 1)]}{id}";
        return address != from && Addresses.IsCustomer(address) ? address : null;
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

/// <summary>What rich channels send instead of words, or beside them: buttons, places, answers to a certain message.</summary>
/// <param name="Text">What stands for the message in words.</param>
/// <param name="Kind">One of <see cref="TextKind"/>; null for an ordinary text.</param>
/// <param name="Details">JSON as of <see cref="InboundDetails"/>; null when there is nothing beside the words.</param>
internal sealed record InboundExtras(string Text, string? Kind, string? Details)
{
    public static InboundExtras Read(TwilioForm form, bool hasMedia)
    {
        // A list's entry is a button with another name.
        var payload = Field(form, "ButtonPayload") ?? Field(form, "ListId");
        var label = Field(form, "ButtonText") ?? Field(form, "ListTitle");
        var place = Place(form);
        var body = InboundFields.Storable(EncodedBody.Decode(form["Body"] ?? ""));
        var text =
            place is not null ? string.Join('\n', new[] { body, Line(form, place) }.Where(Unseen.HasSomethingToSee))
            : Unseen.HasSomethingToSee(body) ? body
            : label ?? payload ?? (hasMedia ? "" : body);
        var kind =
            place is not null ? TextKind.Location
            : form["MessageType"] == "reaction" ? TextKind.Reaction
            // Some buttons say nothing but their text, and that in the body.
            : payload is not null || label is not null || form["MessageType"] == "button" && text.Length > 0 ? TextKind.Button
            : !Unseen.HasSomethingToSee(text) && !hasMedia ? TextKind.Unsupported
            : null;
        var others = Others(form);
        var details = new InboundDetails(
            payload,
            place,
            Field(form, "OriginalRepliedMessageSid"),
            others > 0 ? true : null,
            others > 0 ? others : null
        );
        var isEmpty = details is { ButtonPayload: null, Location: null, InReplyTo: null, Group: null };
        return new InboundExtras(text, kind, isEmpty ? null : JsonSerializer.Serialize(details, InboundJson.Default.InboundDetails));
    }

    private static InboundLocation? Place(TwilioForm form) =>
        Degrees(form["Latitude"]) is { } latitude && Degrees(form["Longitude"]) is { } longitude
            ? new InboundLocation(latitude, longitude, Field(form, "Address"), Field(form, "Label"))
            : null;

    /// <summary>"Location: Acme Store, 1 High Street, London (51.5, -0.12)", the degrees as they came.</summary>
    private static string Line(TwilioForm form, InboundLocation place)
    {
        var degrees = $"{form["Latitude"]!.Trim()}, {form["Longitude"]!.Trim()}";
        string[] names = [.. new[] { place.Label, place.Address }.OfType<string>()];
        return names.Length == 0 ? $"Location: {degrees}" : $"Location: {string.Join(", ", names)} ({degrees})";
    }

    /// <summary>How many besides us an MMS to a group went to.</summary>
    private static int Others(TwilioForm form)
    {
        var count = 0;
        while (Field(form, $"OtherRecipients{count}") is not null)
        {
            count++;
        }

        return count;
    }

    private static double? Degrees(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees)
            ? degrees
            : null;

    private static string? Field(TwilioForm form, string name) =>
        InboundFields.Storable(form[name] ?? "").Trim() is { Length: > 0 } value ? value : null;
}

/// <param name="ButtonPayload">The developer's id of the tapped button.</param>
/// <param name="InReplyTo">The provider's id of the message that the customer answers.</param>
/// <param name="Group">True: the message went to a group. The answer goes to the customer alone.</param>
/// <param name="GroupOthers">How many besides the customer and us are in it.</param>
internal sealed record InboundDetails(
    [property: JsonPropertyName("button_payload")] string? ButtonPayload,
    [property: JsonPropertyName("location")] InboundLocation? Location,
    [property: JsonPropertyName("in_reply_to")] string? InReplyTo,
    [property: JsonPropertyName("group")] bool? Group,
    [property: JsonPropertyName("group_others")] int? GroupOthers
);

/// <summary>A place, in decimal degrees.</summary>
internal sealed record InboundLocation(
    [property: JsonPropertyName("latitude")] double Latitude,
    [property: JsonPropertyName("longitude")] double Longitude,
    [property: JsonPropertyName("address")] string? Address,
    [property: JsonPropertyName("label")] string? Label
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(List<InboundMedia>))]
[JsonSerializable(typeof(InboundDetails))]
internal sealed partial class InboundJson : JsonSerializerContext;
