using System.Text.Json;

namespace SmsBridge.Messages;

/// <param name="Url">Where the provider keeps the file; never shown, because it opens with the account's credentials only.</param>
/// <param name="ContentType">As the sender's carrier declared it; may be empty.</param>
internal sealed record InboundMedia(string Url, string ContentType)
{
    /// <param name="json">As stored with the message; null when it has none.</param>
    public static IReadOnlyList<InboundMedia> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, TextJson.Default.ListInboundMedia)!;
}

/// <summary>A file as the API and the events show it.</summary>
/// <param name="ContentType">As the sender's carrier declared it; may be empty.</param>
/// <param name="Url">A path of the bridge's own API.</param>
internal sealed record MediaView(string ContentType, string Url)
{
    public static List<MediaView> Of(Guid messageId, string? media) =>
        [.. InboundMedia.Read(media).Select((m, i) => new MediaView(m.ContentType, $"/api/v1/messages/{messageId}/media/{i}"))];

    /// <summary>The member <c>media</c> of an event.</summary>
    /// <param name="link">Makes a link of a path.</param>
    public static void Write(Utf8JsonWriter json, Guid messageId, string? media, Func<string, string> link)
    {
        json.WriteStartArray("media");
        foreach (var file in Of(messageId, media))
        {
            json.WriteStartObject();
            json.WriteString("contentType", file.ContentType);
            json.WriteString("url", link(file.Url));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
