namespace SmsBridge.FunctionalTests.Twilio;

/// <summary>Forms and signatures that Twilio's own Node helper made or accepted, byte for byte.</summary>
public sealed class SignatureVectorTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Target = "/twilio/inbound?tenant=acme&v=1";

    private const string Form =
        "ToCountry=US&MessageSid=SM00000000000000000000000000000001&SmsMessageSid=SM00000000000000000000000000000001"
        + "&SmsSid=SM00000000000000000000000000000001&SmsStatus=received&NumMedia=0&NumSegments=1&FromCity="
        + "&Body=H%C3%A9llo+%26+%E2%80%9Chi%E2%80%9D+%F0%9F%91%8D+a%3Db+%2B1&From=%2B14155550101&To=%2B14155550199"
        + "&AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01";

    private protected override BridgeSetup Setup => new() { BaseUrl = "https://bridge.example.com" };

    [Theory]
    [InlineData("637godXDtRhcEI0XyTCqcbsp7zg=", "without a port")]
    [InlineData("NXDIDJYniR0CZ09Gk5GrbyP+k1o=", "with the default port")]
    public async Task A_form_signed_over_the_public_url_is_taken(string signature, string how)
    {
        var answer = await Webhook.PostRaw(Bridge.Instances[0].PublicAddress + Target, Form, signature);

        answer.Status.ShouldBe(200, how);
        answer.ContentType.ShouldBe("text/xml");
        (await Bridge.Database.All<string>("select text from messages where direction = 'in'")).ShouldBe(["Héllo & “hi” 👍 a=b +1"]);
    }

    [Theory]
    [InlineData("&FromCity=", "")]
    [InlineData("NumMedia=0", "NumMedia=1")]
    [InlineData("+%2B1&", "+%2B1+&")]
    public async Task The_same_form_with_one_change_is_refused(string part, string instead)
    {
        var form = Form.Replace(part, instead, StringComparison.Ordinal);
        form.ShouldNotBe(Form);

        (await Webhook.PostRaw(Bridge.Instances[0].PublicAddress + Target, form, "637godXDtRhcEI0XyTCqcbsp7zg=")).Status.ShouldBe(403);
    }
}

public sealed class SignatureVectorWithAPortTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Target =
        "/twilio/inbound?AccountSid=AC00000000000000000000000000000001&Body=Hi+there&From=%2B14155550101"
        + "&MessageSid=SM00000000000000000000000000000002&To=%2B14155550199";

    private protected override BridgeSetup Setup => new() { BaseUrl = "https://bridge.example.com:8443" };

    [Fact]
    public async Task A_get_on_another_port_is_signed_over_its_url_alone()
    {
        var answer = await Webhook.Get(Bridge.Instances[0].PublicAddress + Target, "jgq5Jsq2rBCEPHOW78JFXfclCYc=");

        answer.Status.ShouldBe(200);
        (await Bridge.Database.All<string>("select text from messages where direction = 'in'")).ShouldBe(["Hi there"]);
    }

    [Fact]
    public async Task The_same_get_with_another_body_is_refused()
    {
        var target = Target.Replace("Hi+there", "Hi+you", StringComparison.Ordinal);

        (await Webhook.Get(Bridge.Instances[0].PublicAddress + target, "jgq5Jsq2rBCEPHOW78JFXfclCYc=")).Status.ShouldBe(403);
    }
}
