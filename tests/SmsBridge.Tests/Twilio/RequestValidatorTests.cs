using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Twilio.Security;

namespace SmsBridge.Tests.Twilio;

/// <summary>
/// Holds for the stand-in and for the real package alike. The three signatures were computed apart from both, and Twilio's
/// own libraries (npm twilio 6.2.0, the C# class) accept them.
/// </summary>
public sealed class RequestValidatorTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const string Host = "https://bridge.example.com";
    private const string FormUrl = Host + "/twilio/inbound?tenant=acme&v=1";
    private const string FormSignature = "637godXDtRhcEI0XyTCqcbsp7zg=";
    private const string FormBody =
        "ToCountry=US&MessageSid=SM00000000000000000000000000000001&SmsMessageSid=SM00000000000000000000000000000001"
        + "&SmsSid=SM00000000000000000000000000000001&SmsStatus=received&NumMedia=0&NumSegments=1&FromCity="
        + "&Body=H%C3%A9llo+%26+%E2%80%9Chi%E2%80%9D+%F0%9F%91%8D+a%3Db+%2B1&From=%2B14155550101&To=%2B14155550199"
        + "&AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01";
    private const string JsonBody = """{"event":"ping","text":"h\u00e9llo"}""";
    private const string JsonHash = "8e8c87a4606a26380a56d1bf9218a1b53e90529b38532428059ed52072cdf5fa";
    private const string JsonUrl = Host + "/twilio/json?bodySHA256=" + JsonHash;
    private const string JsonSignature = "ZVXdzyLw59wyqfq3btX2JpRkMOU=";

    private readonly RequestValidator validator = new(Token);

    [Fact]
    public void A_form_with_query_unicode_and_an_empty_field_is_accepted()
    {
        validator.Validate(FormUrl, Fields(FormBody), FormSignature).ShouldBeTrue();
        validator.Validate(FormUrl, HttpUtility.ParseQueryString(FormBody), FormSignature).ShouldBeTrue();
        validator.Validate(FormUrl, Fields(FormBody), "NXDIDJYniR0CZ09Gk5GrbyP+k1o=").ShouldBeTrue("it is the one over :443");
    }

    [Fact]
    public void A_changed_form_is_refused()
    {
        var fields = Fields(FormBody);
        fields.Remove("FromCity");
        validator.Validate(FormUrl, fields, FormSignature).ShouldBeFalse();
        validator.Validate(FormUrl + "0", Fields(FormBody), FormSignature).ShouldBeFalse();
        new RequestValidator(Token[1..]).Validate(FormUrl, Fields(FormBody), FormSignature).ShouldBeFalse();
        validator.Validate(FormUrl, Fields(FormBody), FormSignature[..^1]).ShouldBeFalse();
    }

    [Fact]
    public void A_get_is_signed_over_its_url_alone()
    {
        const string url =
            Host
            + ":8443/twilio/inbound?AccountSid=AC00000000000000000000000000000001&Body=Hi+there&From=%2B14155550101"
            + "&MessageSid=SM00000000000000000000000000000002&To=%2B14155550199";
        validator.Validate(url, new Dictionary<string, string>(), "jgq5Jsq2rBCEPHOW78JFXfclCYc=").ShouldBeTrue();
    }

    [Fact]
    public void A_json_body_must_match_the_hash_in_its_signed_url()
    {
        validator.Validate(JsonUrl, JsonBody, JsonSignature).ShouldBeTrue();
        validator.Validate(JsonUrl, JsonBody + " ", JsonSignature).ShouldBeFalse();
        validator.Validate(JsonUrl.Replace("8e8c", "8e8d", StringComparison.Ordinal), JsonBody, JsonSignature).ShouldBeFalse();
        RequestValidator.ValidateBody(JsonBody, JsonHash).ShouldBeTrue();
        RequestValidator.ValidateBody(JsonBody, JsonHash.ToUpperInvariant()).ShouldBeFalse();
    }

    [Fact]
    public void A_url_without_a_body_hash_does_not_sign_a_body() => validator.Validate(Host + "/x", "", Sign(Host + "/x")).ShouldBeFalse();

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", ":443", false)]
    [InlineData(":443", "", true)]
    [InlineData(":443", ":443", true)]
    [InlineData("", ":8443", true)]
    [InlineData(":8443", ":8443", true)]
    [InlineData(":8443", "", false)]
    public void Which_port_forms_match(string signedPort, string givenPort, bool accepted)
    {
        var signature = Sign($"{Host}{signedPort}/in?a=%2B1");
        validator.Validate($"{Host}{givenPort}/in?a=%2B1", new Dictionary<string, string>(), signature).ShouldBe(accepted);
    }

    [Fact]
    public void Http_has_80_as_its_default_port() =>
        validator.Validate("http://a.example/in", new Dictionary<string, string>(), Sign("http://a.example:80/in")).ShouldBeTrue();

    [Fact]
    public void Scheme_and_host_keep_the_case_in_which_they_were_given_when_the_port_changes() =>
        validator
            .Validate("HTTPS://Bridge.Example.com/in", new Dictionary<string, string>(), Sign("HTTPS://Bridge.Example.com:443/in"))
            .ShouldBeTrue();

    [Fact]
    public void A_repeated_name_is_joined_by_commas_and_so_refused_where_Twilio_signs_each_value()
    {
        const string url = "http://bridge.example.com/twilio/inbound";
        var fields = new NameValueCollection
        {
            { "From", "+14155550101" },
            { "Tag", "b" },
            { "Tag", "a" },
            { "Tag", "b" },
        };
        validator.Validate(url, fields, "Arr6QX+HvS5s7vPDCWwB/foulS0=").ShouldBeFalse();
        validator.Validate(url, fields, Sign(url + "From+14155550101Tagb,a,b")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_signature_is_an_exception_not_a_refusal(string? signature)
    {
        Should.Throw<ArgumentException>(() => validator.Validate(FormUrl, Fields(FormBody), signature!));
        Should.Throw<ArgumentException>(() => validator.Validate(JsonUrl, JsonBody, signature!));
    }

    private static Dictionary<string, string> Fields(string form)
    {
        var parsed = HttpUtility.ParseQueryString(form);
        return parsed.AllKeys.ToDictionary(name => name!, name => parsed[name]!);
    }

    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "Twilio signs with HMAC-SHA1.")]
    private static string Sign(string text) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Token), Encoding.UTF8.GetBytes(text)));
}
