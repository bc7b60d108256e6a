using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsBridge.Hosting;

/// <summary>Durations as <c>hh:mm:ss</c> with hours past 24 (<c>24:00:00</c> is a day), which .NET's own format writes <c>1.00:00:00</c>; that is read too.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Parse(reader.GetString()!) is { } duration
            ? duration
            : throw new JsonException("A duration is written hh:mm:ss, for example \"00:15:00\".");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    public static string Format(TimeSpan value)
    {
        var size = value.Duration();
        var fraction = size.Ticks % TimeSpan.TicksPerSecond;
        var text = $"{(value < TimeSpan.Zero ? "-" : "")}{(long)size.TotalHours:00}:{size.Minutes:00}:{size.Seconds:00}";
        return fraction == 0 ? text : $"{text}.{fraction:0000000}";
    }

    /// <returns>Null where the text is no duration.</returns>
    public static TimeSpan? Parse(string text)
    {
        // "c" also takes "15" for days.
        if (text.Count(c => c == ':') != 2)
        {
            return null;
        }

        if (TimeSpan.TryParseExact(text, "c", null, out var exact))
        {
            return exact;
        }

        // hh:mm:ss with hours past 23, which "c" refuses.
        var colon = text.IndexOf(':');
        return
            colon > 0
            && int.TryParse(text.AsSpan(0, colon), out var hours)
            && hours is > -100_000 and < 100_000
            && TimeSpan.TryParseExact($"00{text[colon..]}", "c", null, out var rest)
            ? TimeSpan.FromHours(hours) + (text[0] == '-' ? -rest : rest)
            : null;
    }
}
