using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SmsBridge.Threads.Proactive;

namespace SmsBridge.Messages;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(List<InboundMedia>))]
[JsonSerializable(typeof(List<MediaView>))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(StartedWords))]
internal sealed partial class TextJson : JsonSerializerContext;
