using SmsBridge.Agents;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Threads.Turns;

namespace SmsBridge.Tests.Threads;

public sealed class AgentMessagesTests
{
    private const string Two =
        """[{"url":"https://api.twilio.com/1","contentType":"image/jpeg"},{"url":"https://api.twilio.com/2","contentType":"image/jpeg"}]""";

    private const string Untyped = """[{"url":"https://api.twilio.com/1","contentType":""}]""";

    [Theory]
    [InlineData("Hello", null, null, "Hello")]
    [InlineData("", null, null, "")]
    [InlineData("Look", Two, null, "Look\n[The customer sent 2 file(s): image/jpeg]")]
    [InlineData("", Two, null, "[The customer sent 2 file(s): image/jpeg]")]
    [InlineData("", Untyped, null, "[The customer sent 1 file(s): unknown type]")]
    [InlineData("Look", Two, "({types} × {count})", "Look\n(image/jpeg × 2)")]
    [InlineData("Look", Two, "", "Look")]
    [InlineData("", Two, "", "[The customer sent 2 file(s): image/jpeg]")]
    public void Below_the_text_stands_the_line_about_files(string text, string? media, string? line, string read) =>
        Of(new WaitingText(Guid.Empty, text, "SM1", null, media), line).Text.ShouldBe(read);

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData(null, Two, null, """{"media":[{"content_type":"image/jpeg"},{"content_type":"image/jpeg"}],"media_count":2}""")]
    [InlineData("button", null, """{"button_payload":"yes-1"}""", """{"button_payload":"yes-1","kind":"button"}""")]
    [InlineData(null, null, """{"in_reply_to":"SM2"}""", """{"in_reply_to":"SM2"}""")]
    [InlineData(
        "location",
        null,
        """{"location":{"latitude":51.5,"longitude":-0.12}}""",
        """{"location":{"latitude":51.5,"longitude":-0.12},"kind":"location"}"""
    )]
    public void Metadata_say_what_words_cannot(string? kind, string? media, string? details, string? metadata) =>
        Of(new WaitingText(Guid.Empty, "hi", "SM1", null, media, kind, details)).Metadata?.GetRawText().ShouldBe(metadata);

    [Fact]
    public void Texts_that_are_answered_together_have_lines_of_their_own_and_what_they_brought_is_put_together()
    {
        var texts = new[]
        {
            new WaitingText(Guid.Empty, "Look", "SM1", null, Two),
            new WaitingText(Guid.Empty, "and this", "SM2", null, Untyped),
            new WaitingText(Guid.Empty, "", "SM3", null, null, "button", """{"button_payload":"yes-1"}"""),
            new WaitingText(Guid.Empty, "thanks", "SM4", null, null),
        };

        var message = AgentMessages.Of(texts, Number());

        message.Text.ShouldBe(
            "Look\n[The customer sent 2 file(s): image/jpeg]\nand this\n[The customer sent 1 file(s): unknown type]\nthanks"
        );
        message
            .Metadata?.GetRawText()
            .ShouldBe(
                """{"media":[{"content_type":"image/jpeg"},{"content_type":"image/jpeg"},{"content_type":""}],"media_count":3,"button_payload":"yes-1","kind":"button"}"""
            );
    }

    private static AgentMessage Of(WaitingText text, string? line = null)
    {
        var number = Number();
        return AgentMessages.Of([text], line is null ? number : number with { MediaLine = line });
    }

    private static NumberDocument Number() =>
        new()
        {
            Number = "+14155550199",
            TwilioAccount = "main",
            Agent = "support",
        };
}
