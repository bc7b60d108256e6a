using System.Text.Json.Serialization;

namespace SmsBridge.Threads.Lookups;

/// <summary>What a lookup is asked; answers are kept by it.</summary>
/// <param name="Channel"><c>sms</c>, <c>whatsapp</c> or <c>rcs</c>.</param>
/// <param name="Text">The customer's first text, where <c>IncludeText</c> is set.</param>
internal sealed record LookupQuestion(string Number, string Customer, string Channel, Guid ThreadId, string? Text);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(LookupQuestion))]
internal sealed partial class LookupJson : JsonSerializerContext;
