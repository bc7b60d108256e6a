using Microsoft.AspNetCore.WebUtilities;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Tests.Sandbox;

/// <summary>Vectors computed outside this code base and accepted by Twilio's own helper libraries.</summary>
public sealed class TwilioSignatureTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    private const string Form =
        "ToCountry=US&MessageSid=SM00000000000000000000000000000001&SmsMessageSid=SM00000000000000000000000000000001"
        + "&SmsSid=SM00000000000000000000000000000001&SmsStatus=received&NumMedia=0&NumSegments=1&FromCity="
        + "&Body=H%C3%A9llo+%26+%E2%80%9Chi%E2%80%9D+%F0%9F%91%8D+a%3Db+%2B1&From=%2B14155550101&To=%2B14155550199"
        + "&AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01";

    [Theory]
    [InlineData("https://bridge.example.com/twilio/inbound?tenant=acme&v=1", "637godXDtRhcEI0XyTCqcbsp7zg=")]
    [InlineData("https://bridge.example.com:443/twilio/inbound?tenant=acme&v=1", "NXDIDJYniR0CZ09Gk5GrbyP+k1o=")]
    public void A_form_post_is_signed_as_Twilio_signs_it(string url, string signature) =>
        TwilioSignature.Sign(Token, url, Fields(Form)).ShouldBe(signature);

    [Fact]
    public void An_empty_field_counts() =>
        TwilioSignature
            .Sign(Token, "https://bridge.example.com/twilio/inbound?tenant=acme&v=1", Fields(Form.Replace("&FromCity=", "")))
            .ShouldNotBe("637godXDtRhcEI0XyTCqcbsp7zg=");

    [Fact]
    public void A_get_signs_only_its_address() =>
        TwilioSignature
            .Sign(
                Token,
                "https://bridge.example.com:8443/twilio/inbound?AccountSid=AC00000000000000000000000000000001&Body=Hi+there"
                    + "&From=%2B14155550101&MessageSid=SM00000000000000000000000000000002&To=%2B14155550199",
                []
            )
            .ShouldBe("jgq5Jsq2rBCEPHOW78JFXfclCYc=");

    [Fact]
    public void A_repeated_name_counts_once_per_value() =>
        TwilioSignature
            .Sign(
                Token,
                "http://bridge.example.com/twilio/inbound",
                [new("From", "+14155550101"), new("Tag", "b"), new("Tag", "a"), new("Tag", "b")]
            )
            .ShouldBe("Arr6QX+HvS5s7vPDCWwB/foulS0=");

    private static IEnumerable<KeyValuePair<string, string>> Fields(string form) =>
        QueryHelpers.ParseQuery(form).Select(f => new KeyValuePair<string, string>(f.Key, f.Value.ToString()));
}
