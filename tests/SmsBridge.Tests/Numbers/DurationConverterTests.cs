using System.Text.Json;
using SmsBridge.Hosting;

namespace SmsBridge.Tests.Numbers;

public sealed class DurationConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new DurationConverter() } };

    [Theory]
    [InlineData("00:00:00", 0, "00:00:00")]
    [InlineData("00:15:00", 900, "00:15:00")]
    [InlineData("23:59:59", 86_399, "23:59:59")]
    [InlineData("24:00:00", 86_400, "24:00:00")]
    [InlineData("1.00:00:00", 86_400, "24:00:00")]
    [InlineData("36:30:15", 131_415, "36:30:15")]
    [InlineData("720:00:00", 2_592_000, "720:00:00")]
    [InlineData("00:00:02.5", 2.5, "00:00:02.5000000")]
    [InlineData("-00:15:00", -900, "-00:15:00")]
    [InlineData("-25:30:00", -91_800, "-25:30:00")]
    public void A_duration_is_hours_minutes_seconds(string text, double seconds, string written)
    {
        var duration = JsonSerializer.Deserialize<TimeSpan>($"\"{text}\"", Options);
        duration.TotalSeconds.ShouldBe(seconds);
        JsonSerializer.Serialize(duration, Options).ShouldBe($"\"{written}\"");
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"15\"")]
    [InlineData("\"15m\"")]
    [InlineData("\"00:60:00\"")]
    [InlineData("\"24:00:60\"")]
    [InlineData("\"24:00\"")]
    [InlineData("\"a:00:00\"")]
    [InlineData("\":00:00\"")]
    [InlineData("\"2147483647:00:00\"")]
    [InlineData("\"99999999999:00:00\"")]
    [InlineData("900")]
    [InlineData("null")]
    public void Anything_else_is_refused_with_an_example(string json) =>
        Should
            .Throw<JsonException>(() => JsonSerializer.Deserialize<TimeSpan>(json, Options))
            .Message.ShouldBe("A duration is written hh:mm:ss, for example \"00:15:00\".");
}
