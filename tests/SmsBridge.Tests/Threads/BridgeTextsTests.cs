using SmsBridge.Threads;

namespace SmsBridge.Tests.Threads;

public sealed class BridgeTextsTests
{
    [Theory]
    [InlineData("Hello", null, "Hello")]
    [InlineData("Look", """[{"url":"u","contentType":"t"}]""", "Look")]
    [InlineData("", """[{"url":"u","contentType":"t"}]""", "[The customer sent a file without a text.]")]
    [InlineData("", null, "")]
    public void The_agent_reads_the_text_or_that_there_was_only_a_file(string text, string? media, string read) =>
        BridgeTexts.ForAgent(new WaitingText(Guid.Empty, text, "SM1", null, media)).ShouldBe(read);

    [Fact]
    public void The_apology_fits_one_text_and_asks_to_send_again()
    {
        BridgeTexts.Apology.Length.ShouldBeLessThanOrEqualTo(160);
        BridgeTexts.Apology.ShouldContain("send it again");
    }
}
