using System.Xml.Linq;
using Twilio.TwiML;

namespace SmsBridge.Tests.Twilio;

/// <summary>Holds for the stand-in and for the real package alike.</summary>
public sealed class MessagingResponseTests
{
    private static readonly string Declaration = """<?xml version="1.0" encoding="utf-8"?>""";

    [Fact]
    public void An_empty_response_is_a_declaration_and_an_empty_element()
    {
        new MessagingResponse().ToString().ShouldBe($"{Declaration}{Environment.NewLine}<Response></Response>");
        new MessagingResponse().ToString(SaveOptions.DisableFormatting).ShouldBe($"{Declaration}<Response></Response>");
    }

    [Fact]
    public void A_message_is_escaped_and_names_its_ends_when_given()
    {
        new MessagingResponse()
            .Message("Tom & <Ann> é👍")
            .Message("b", to: "+1", from: "+2")
            .ToString(SaveOptions.DisableFormatting)
            .ShouldBe(
                $"""{Declaration}<Response><Message>Tom &amp; &lt;Ann&gt; é👍</Message><Message to="+1" from="+2">b</Message></Response>"""
            );
    }

    [Fact]
    public void Formatted_text_has_one_element_a_line()
    {
        var lines = new MessagingResponse().Message("hi").ToString().Split(Environment.NewLine);
        lines.ShouldBe([Declaration, "<Response>", "  <Message>hi</Message>", "</Response>"]);
    }

    [Fact]
    public void As_an_object_it_prints_its_type_because_ToString_is_an_overload()
    {
        object response = new MessagingResponse();
        response.ToString().ShouldBe("Twilio.TwiML.MessagingResponse");
    }
}
