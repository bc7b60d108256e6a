using System.Text.Json.Serialization;

namespace SmsBridge.Twilio;

/// <param name="Url">Where Twilio keeps the file.</param>
/// <param name="ContentType">As the sender's carrier declared it.</param>
internal sealed record InboundMedia(string Url, string ContentType);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(List<InboundMedia>))]
internal sealed partial class InboundJson : JsonSerializerContext;
