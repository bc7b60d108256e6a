using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Messages;

namespace SmsBridge.Twilio.Webhooks;

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
        var body = InboundFields.Storable(form["Body"] ?? "");
        var text =
            place is not null ? string.Join('\n', new[] { body, Line(form, place) }.Where(l => l.Length > 0))
            : string.IsNullOrWhiteSpace(body) ? label ?? payload ?? body
            : body;
        var kind =
            place is not null ? TextKind.Location
            : form["MessageType"] == "reaction" ? TextKind.Reaction
            // Some buttons say nothing but their text, and that in the body.
            : payload is not null || label is not null || form["MessageType"] == "button" && text.Length > 0 ? TextKind.Button
            : string.IsNullOrWhiteSpace(text) && !hasMedia ? TextKind.Unsupported
            : null;
        var details = new InboundDetails(payload, place, Field(form, "OriginalRepliedMessageSid"));
        var isEmpty = details is { ButtonPayload: null, Location: null, InReplyTo: null };
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

    private static double? Degrees(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees)
            ? degrees
            : null;

    private static string? Field(TwilioForm form, string name) =>
        InboundFields.Storable(form[name] ?? "").Trim() is { Length: > 0 } value ? value : null;
}

/// <param name="ButtonPayload">The developer's id of the tapped button.</param>
/// <param name="InReplyTo">The provider's id of the message that the customer answers.</param>
internal sealed record InboundDetails(
    [property: JsonPropertyName("button_payload")] string? ButtonPayload,
    [property: JsonPropertyName("location")] InboundLocation? Location,
    [property: JsonPropertyName("in_reply_to")] string? InReplyTo
);

/// <summary>A place, in decimal degrees.</summary>
internal sealed record InboundLocation(
    [property: JsonPropertyName("latitude")] double Latitude,
    [property: JsonPropertyName("longitude")] double Longitude,
    [property: JsonPropertyName("address")] string? Address,
    [property: JsonPropertyName("label")] string? Label
);
