using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SmsBridge.Messages;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(List<InboundMedia>))]
[JsonSerializable(typeof(List<MediaView>))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class TextJson : JsonSerializerContext;
