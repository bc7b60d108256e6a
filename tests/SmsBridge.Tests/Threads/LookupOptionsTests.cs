using SmsBridge.Threads.Lookups;

namespace SmsBridge.Tests.Threads;

public sealed class LookupOptionsTests
{
    private const string Url = "Lookups:crm:Url is missing or no http(s) URL. Set it to the address that knows your customers.";

    private const string Secret =
        "Lookups:crm:Secret is missing or no such secret. "
        + "Write whsec_ and base64 of 24 to 64 bytes; make one with: echo whsec_$(openssl rand -base64 32)";

    private const string Timeout =
        "Lookups:crm:Timeout must be above zero and at most 00:00:10: the customer waits that long for the first answer.";

    private const string CacheFor = "Lookups:crm:CacheFor cannot be negative. Set it to 00:00:00 to ask each time.";

    [Fact]
    public void Left_out_settings_have_these_values()
    {
        var options = new LookupOptions();
        options.Timeout.ShouldBe(TimeSpan.FromSeconds(2));
        options.CacheFor.ShouldBe(TimeSpan.FromMinutes(5));
        options.IncludeText.ShouldBeFalse();
    }

    [Fact]
    public void Every_mistake_is_told_with_its_key_and_remedy() =>
        Errors(
                new()
                {
                    Url = "crm.example.com",
                    Timeout = TimeSpan.Zero,
                    CacheFor = TimeSpan.FromSeconds(-1),
                }
            )
            .ShouldBe([Url, Secret, Timeout, CacheFor]);

    [Theory]
    [InlineData("https://crm.example.com/lookup", null)]
    [InlineData("http://127.0.0.1:9000", null)]
    [InlineData("ftp://crm.example.com", Url)]
    [InlineData("", Url)]
    public void The_url_is_http_or_https(string url, string? error) => Errors(Good(url: url)).ShouldBe(error is null ? [] : [error]);

    [Theory]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(23, false)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool good) =>
        Errors(Good($"whsec_{Convert.ToBase64String(new byte[bytes])}")).ShouldBe(good ? [] : [Secret]);

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64 at all, is it")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Anything_else_is_no_secret(string secret) => Errors(Good(secret)).ShouldBe([Secret]);

    [Theory]
    [InlineData(0.001, true)]
    [InlineData(10, true)]
    [InlineData(10.001, false)]
    public void Nobody_waits_longer_than_ten_seconds(double seconds, bool good)
    {
        var options = Good();
        options.Timeout = TimeSpan.FromSeconds(seconds);
        Errors(options).ShouldBe(good ? [] : [Timeout]);
    }

    private static LookupOptions Good(
        string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        string url = "https://crm.example.com/lookup"
    ) => new() { Url = url, Secret = secret };

    private static IEnumerable<string> Errors(LookupOptions options) =>
        new LookupsOptionsValidator().Validate(null, new LookupsOptions { ["crm"] = options }).Failures ?? [];
}
