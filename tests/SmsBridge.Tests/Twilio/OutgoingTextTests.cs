using SmsBridge.Twilio;

namespace SmsBridge.Tests.Twilio;

public sealed class OutgoingTextTests
{
    private static readonly Uri Callback = new("HTTPS://Bridge.example.com:443/sms/twilio/status/0197f0c0-0000-7000-8000-000000000001");

    [Fact]
    public void A_number_sends_in_its_own_name() =>
        Form(new OutgoingText("+14155550199", "+14155550101", "Héllo", null, Callback))
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["To"] = "+14155550101",
                    ["Body"] = "Héllo",
                    ["StatusCallback"] = "https://bridge.example.com/sms/twilio/status/0197f0c0-0000-7000-8000-000000000001",
                    ["From"] = "+14155550199",
                },
                ignoreOrder: true
            );

    [Fact]
    public void With_a_Messaging_Service_the_customer_still_gets_the_text_from_the_number_that_was_texted()
    {
        var form = Form(new OutgoingText("+14155550199", "+14155550101", "hi", "MG1", Callback));
        form["MessagingServiceSid"].ShouldBe("MG1");
        form["From"].ShouldBe("+14155550199");
    }

    [Fact]
    public void An_address_of_a_channel_is_sent_as_it_is()
    {
        var form = Form(new OutgoingText("whatsapp:+14155550199", "whatsapp:+14155550101", "hi", null, Callback));
        form["From"].ShouldBe("whatsapp:+14155550199");
        form["To"].ShouldBe("whatsapp:+14155550101");
    }

    private static Dictionary<string, string> Form(OutgoingText text) =>
        text.ToOptions().GetParams().ToDictionary(p => p.Key, p => p.Value);
}
