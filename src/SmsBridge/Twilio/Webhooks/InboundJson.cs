using System.Text.Json.Serialization;
using SmsBridge.Messages;

namespace SmsBridge.Twilio.Webhooks;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(List<InboundMedia>))]
[JsonSerializable(typeof(InboundDetails))]
internal sealed partial class InboundJson : JsonSerializerContext;
