using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsBridge.Queues;

/// <summary>JSON that is passed on as it is: agents' objects may hold what a parser refuses or a writer would change.</summary>
internal abstract record RawJson(string Text);

/// <summary>A whole handoff event.</summary>
[JsonConverter(typeof(RawJsonConverter<EventJson>))]
internal sealed record EventJson(string Text) : RawJson(Text);

internal sealed class RawJsonConverter<T> : JsonConverter<T>
    where T : RawJson
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Raw JSON is only written.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text, skipInputValidation: true);
}
