using SmsBridge.Twilio;

namespace SmsBridge.Tests.Twilio;

public sealed class OutgoingTextTests
{
    private static readonly Uri Callback = new("https://bridge.example.com/sms/twilio/status/0197f0c0-0000-7000-8000-000000000001");

    [Fact]
    public void A_number_sends_in_its_own_name() =>
        new OutgoingText("+14155550199", "+14155550101", "Héllo", null, Callback)
            .ToForm()
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
    public void With_a_Messaging_Service_the_service_chooses_the_sender()
    {
        var form = new OutgoingText("+14155550199", "+14155550101", "hi", "MG1", Callback).ToForm();
        form["MessagingServiceSid"].ShouldBe("MG1");
        form.ShouldNotContainKey("From");
    }
}
