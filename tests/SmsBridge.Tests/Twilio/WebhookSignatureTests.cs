using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Tests.Twilio;

/// <summary>The fixed signatures were computed outside this code base and accepted by Twilio's own helper libraries.</summary>
public sealed class WebhookSignatureTests
{
    private const string Base = "https://bridge.example.com";
    private const string Target = "/twilio/inbound?tenant=acme&v=1";
    private const string Signature = "637godXDtRhcEI0XyTCqcbsp7zg=";

    private const string GetTarget =
        "/twilio/inbound?AccountSid=AC00000000000000000000000000000001&Body=Hi+there&From=%2B14155550101"
        + "&MessageSid=SM00000000000000000000000000000002&To=%2B14155550199";

    [Theory]
    [InlineData(Signature)]
    [InlineData("NXDIDJYniR0CZ09Gk5GrbyP+k1o=")] // Signed over https://bridge.example.com:443/…
    public async Task A_form_post_signed_with_or_without_the_default_port_is_from_Twilio(string signature) =>
        (await Webhook.IsValid(Base, Webhook.Post(Target, Webhook.Body, signature))).ShouldBeTrue();

    [Fact]
    public async Task A_dropped_empty_field_breaks_the_signature() =>
        (await Webhook.IsValid(Base, Webhook.Post(Target, Webhook.Body.Replace("&FromCity=", ""), Signature))).ShouldBeFalse();

    [Theory]
    [InlineData("a%3Db", "a%3Dc")]
    [InlineData("+%2B1&", "+%2B1+&")]
    [InlineData("&ToCountry=US", "&ToCountry=US&OptOutType=STOP")]
    [InlineData("NumMedia", "nummedia")]
    public async Task A_changed_field_breaks_the_signature(string from, string to)
    {
        var body = "&" + Webhook.Body;
        (await Webhook.IsValid(Base, Webhook.Post(Target, body[1..], Signature))).ShouldBeTrue();
        var changed = body.Replace(from, to);
        changed.ShouldNotBe(body);
        (await Webhook.IsValid(Base, Webhook.Post(Target, changed[1..], Signature))).ShouldBeFalse();
    }

    [Fact]
    public async Task Fields_may_come_in_any_order()
    {
        var reversed = string.Join('&', Webhook.Body.Split('&').Reverse());
        (await Webhook.IsValid(Base, Webhook.Post(Target, reversed, Signature))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/twilio/inbound?v=1&tenant=acme")]
    [InlineData("/twilio/inbound?tenant=%61cme&v=1")]
    [InlineData("/twilio/inbound/?tenant=acme&v=1")]
    [InlineData("/twilio/inbound")]
    public async Task The_target_counts_as_it_stands_in_the_request_line(string target) =>
        (await Webhook.IsValid(Base, Webhook.Post(target, Webhook.Body, Signature))).ShouldBeFalse();

    [Fact]
    public async Task A_get_is_signed_over_its_url_alone()
    {
        const string signature = "jgq5Jsq2rBCEPHOW78JFXfclCYc=";
        (await Webhook.IsValid("https://bridge.example.com:8443", Webhook.Get(GetTarget, signature))).ShouldBeTrue();
        (await Webhook.IsValid("https://bridge.example.com:8443", Webhook.Get(GetTarget + "0", signature))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Tag=b&Tag=a&Tag=b")]
    [InlineData("Tag=a&Tag=b")]
    public async Task A_repeated_name_is_signed_once_a_distinct_value_in_order(string tags) =>
        (
            await Webhook.IsValid(
                "http://bridge.example.com",
                Webhook.Post("/twilio/inbound", "From=%2B14155550101&" + tags, "Arr6QX+HvS5s7vPDCWwB/foulS0=")
            )
        ).ShouldBeTrue();

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", ":443", true)]
    [InlineData(":443", "", true)]
    [InlineData(":443", ":443", true)]
    [InlineData("", ":8443", true)]
    [InlineData(":8443", ":8443", true)]
    [InlineData(":8443", "", false)]
    public async Task Ports_that_Twilio_leaves_out_or_adds_are_found_out(string signedPort, string configuredPort, bool valid)
    {
        var signature = TwilioSignature.Sign(Webhook.Token, $"{Base}{signedPort}/twilio/inbound", [new("Body", "hi")]);
        (await Webhook.IsValid(Base + configuredPort, Webhook.Post("/twilio/inbound", "Body=hi", signature))).ShouldBe(valid);
    }

    [Theory]
    [InlineData("http://bridge.example.com", "http://bridge.example.com:80")]
    [InlineData("http://bridge.example.com:80", "http://bridge.example.com")]
    [InlineData("https://Bridge.Example.com", "https://Bridge.Example.com")]
    [InlineData("https://Bridge.Example.com:443", "https://Bridge.Example.com")]
    [InlineData("https://user:pass@bridge.example.com", "https://user:pass@bridge.example.com")]
    [InlineData("https://user:pass@bridge.example.com:443", "https://user:pass@bridge.example.com")]
    [InlineData("https://bridge.example.com/", "https://bridge.example.com")]
    [InlineData("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443")]
    public async Task The_base_url_counts_as_Twilio_was_given_it(string configured, string signedOver)
    {
        var signature = TwilioSignature.Sign(Webhook.Token, signedOver + "/twilio/inbound", [new("Body", "hi")]);
        (await Webhook.IsValid(configured, Webhook.Post("/twilio/inbound", "Body=hi", signature))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://bridge.example.org")]
    [InlineData("http://bridge.example.com")]
    [InlineData("https://bridge.example.com/sms")]
    public async Task Another_base_url_is_not_ours(string signedOver)
    {
        var signature = TwilioSignature.Sign(Webhook.Token, signedOver + "/twilio/inbound", [new("Body", "hi")]);
        (await Webhook.IsValid(Base, Webhook.Post("/twilio/inbound", "Body=hi", signature))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/sms/twilio/inbound")]
    [InlineData("/twilio/inbound")]
    public async Task A_prefix_counts_whether_the_proxy_strips_it_or_not(string arrived)
    {
        var signature = TwilioSignature.Sign(Webhook.Token, Base + "/sms/twilio/inbound", [new("Body", "hi")]);
        (await Webhook.IsValid(Base + "/sms", Webhook.Post(arrived, "Body=hi", signature))).ShouldBeTrue();
        (await Webhook.IsValid(Base + "/sms/", Webhook.Post(arrived, "Body=hi", signature))).ShouldBeTrue();
    }

    [Fact]
    public async Task Every_token_of_a_rotation_is_accepted_and_no_other()
    {
        var request = () => Webhook.Post(Target, Webhook.Body, Signature);
        (await Webhook.IsValid(Base, request(), "ffffffffffffffffffffffffffffffff", Webhook.Token)).ShouldBeTrue();
        (await Webhook.IsValid(Base, request(), Webhook.Token, "ffffffffffffffffffffffffffffffff")).ShouldBeTrue();
        (await Webhook.IsValid(Base, request(), "ffffffffffffffffffffffffffffffff")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("637godXDtRhcEI0XyTCqcbsp7zg")]
    [InlineData("637GODXDTRHCEI0XYTCQCBSP7ZG=")]
    public async Task A_missing_or_misshapen_signature_is_refused(string? signature) =>
        (await Webhook.IsValid(Base, Webhook.Post(Target, Webhook.Body, signature))).ShouldBeFalse();
}
