using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Tests.Sandbox;

/// <summary>Counts checked with Twilio's published segment calculator.</summary>
public sealed class SegmentsTests
{
    [Theory]
    [InlineData("a", 160, 1)]
    [InlineData("a", 161, 2)]
    [InlineData("a", 306, 2)]
    [InlineData("a", 307, 3)]
    [InlineData("€", 80, 1)]
    [InlineData("€", 81, 2)]
    [InlineData("語", 70, 1)]
    [InlineData("語", 71, 2)]
    [InlineData("語", 134, 2)]
    [InlineData("語", 135, 3)]
    [InlineData("👍", 35, 1)]
    [InlineData("👍", 36, 2)]
    [InlineData("👨‍👩‍👧‍👦", 12, 2)]
    [InlineData("👨‍👩‍👧‍👦", 13, 3)]
    [InlineData("a", 1600, 11)]
    [InlineData("語", 1600, 24)]
    public void A_text_takes_as_many_segments_as_on_Twilio(string letter, int times, int segments) =>
        Segments.Count(string.Concat(Enumerable.Repeat(letter, times))).ShouldBe(segments);
}
