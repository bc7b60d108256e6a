using System.Text;
using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class StandardWebhookTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>The example in the reference libraries of standardwebhooks.com.</summary>
    private const string Published = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [Fact]
    public void The_published_example_is_signed_as_published() => Sign(Secret).ShouldBe(Published);

    [Fact]
    public void Two_secrets_sign_side_by_side_and_none_that_is_empty()
    {
        var both = Sign(Secret, "whsec_b2xkZXIgc2VjcmV0LCBvbGRlciBzZWNyZXQh").Split(' ');
        both.Length.ShouldBe(2);
        both[0].ShouldBe(Published);
        both[1].ShouldStartWith("v1,");
        both[1].ShouldNotBe(Published);
        Sign(Secret, null, "").ShouldBe(Published);
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool good) =>
        (StandardWebhook.KeyOf($"whsec_{Convert.ToBase64String(new byte[bytes])}") is not null).ShouldBe(good);

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64 at all, but long enough")]
    [InlineData("")]
    public void Anything_else_is_no_secret(string secret) => StandardWebhook.KeyOf(secret).ShouldBeNull();

    private static string Sign(params string?[] secrets)
    {
        using var request = new HttpRequestMessage();
        new StandardWebhook(secrets).Sign(
            request,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            DateTimeOffset.FromUnixTimeSeconds(1614265330),
            Encoding.UTF8.GetBytes("""{"test": 2432232314}""")
        );
        Header(request, "webhook-id").ShouldBe("msg_p5jXN8AQM9LWM0D4loKWxJek");
        Header(request, "webhook-timestamp").ShouldBe("1614265330");
        return Header(request, "webhook-signature");
    }

    private static string Header(HttpRequestMessage request, string name) => request.Headers.GetValues(name).ShouldHaveSingleItem();
}
