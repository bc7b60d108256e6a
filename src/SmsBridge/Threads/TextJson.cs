using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsBridge.Threads;

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class TextJson : JsonSerializerContext;
