using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

/// <summary>Number documents as JSON: camelCase, durations as <c>hh:mm:ss</c>, unknown members refused by name.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters = [typeof(DurationConverter)],
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(NumberDocument))]
[JsonSerializable(typeof(List<JsonElement>))]
internal sealed partial class NumberJson : JsonSerializerContext
{
    /// <summary>Reads a stored document. A member that a newer version wrote is passed over, so that a rollback can read it.</summary>
    public static NumberDocument Read(string json) => JsonSerializer.Deserialize(json, Stored.NumberDocument)!;

    public static string Write(NumberDocument document) => JsonSerializer.Serialize(document, Default.NumberDocument);

    private static readonly NumberJson Stored = new(
        new(JsonSerializerDefaults.Web)
        {
            Converters = { new DurationConverter() },
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        }
    );
}
