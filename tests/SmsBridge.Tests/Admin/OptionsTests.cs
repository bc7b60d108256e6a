using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Tests.Admin;

public sealed class OptionsTests
{
    private const string Listen =
        "Write http://ADDRESS:PORT with an IP address or localhost, for example http://0.0.0.0:8080; TLS ends at your proxy.";

    private const string MissingBaseUrl =
        "Public:BaseUrl is missing or no http(s) URL. Set it to the address under which Twilio reaches this service, for example https://sms.example.com.";

    [Fact]
    public void Left_out_settings_have_these_values()
    {
        new PublicOptions().Listen.ShouldBe("http://0.0.0.0:8080");
        new OpsOptions().Listen.ShouldBe("http://127.0.0.1:8081");
        new OpsOptions().BootstrapKey.ShouldBeNull();
        new OpsOptions().BaseUrl.ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "/api/v1/threads/1")]
    [InlineData("", "/api/v1/threads/1")]
    [InlineData("https://ops.example.com", "https://ops.example.com/api/v1/threads/1")]
    [InlineData("http://10.0.0.1:8081/bridge/", "http://10.0.0.1:8081/bridge/api/v1/threads/1")]
    public void Links_are_paths_until_the_apis_address_is_known(string? url, string link)
    {
        var options = new OpsOptions { BaseUrl = url };

        new OpsOptionsValidator().Validate(null, options).Succeeded.ShouldBeTrue();
        options.Link("/api/v1/threads/1").ShouldBe(link);
    }

    [Theory]
    [InlineData("ops.example.com")]
    [InlineData("ftp://ops.example.com")]
    [InlineData("https://ops.example.com?x=1")]
    [InlineData("https://ops.example.com#x")]
    public void The_apis_address_is_a_url_without_query(string url) =>
        new OpsOptionsValidator()
            .Validate(null, new OpsOptions { BaseUrl = url })
            .Failures.ShouldNotBeNull()
            .ShouldHaveSingleItem()
            .ShouldStartWith("Ops:BaseUrl is no http(s) URL");

    [Theory]
    [InlineData("https://sms.example.com", null)]
    [InlineData("http://127.0.0.1:8080/prefix/", null)]
    [InlineData("", MissingBaseUrl)]
    [InlineData("sms.example.com", MissingBaseUrl)]
    [InlineData("ftp://sms.example.com", MissingBaseUrl)]
    [InlineData("https://sms.example.com?x=1", "Public:BaseUrl must have neither query nor fragment.")]
    [InlineData("https://sms.example.com/#rc=2", "Public:BaseUrl must have neither query nor fragment.")]
    public void The_public_url_is_an_address_without_query(string url, string? error) =>
        (new PublicOptionsValidator().Validate(null, new PublicOptions { BaseUrl = url }).Failures ?? []).ShouldBe(
            error is null ? [] : [error]
        );

    [Theory]
    [InlineData("http://0.0.0.0:8080", "0.0.0.0:8080")]
    [InlineData("http://127.0.0.1:0", "127.0.0.1:0")]
    [InlineData("http://localhost:9000", "127.0.0.1:9000")]
    [InlineData("http://[::1]:8080", "[::1]:8080")]
    [InlineData("http://[::]:8080/", "[::]:8080")]
    [InlineData("http://10.0.0.1", "10.0.0.1:80")]
    public void An_address_to_listen_on_is_read(string address, string endpoint)
    {
        ListenAddress.Check("Public:Listen", address).ShouldBeEmpty();
        ListenAddress.Parse(address).ShouldNotBeNull().ToString().ShouldBe(endpoint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("8080")]
    [InlineData("0.0.0.0:8080")]
    [InlineData("https://0.0.0.0:8443")]
    [InlineData("http://bridge.example.com:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://0.0.0.0:99999")]
    public void Any_other_address_to_listen_on_is_refused_with_its_key(string address)
    {
        ListenAddress.Check("Ops:Listen", address).ShouldBe([$"Ops:Listen is '{address}'. {Listen}"]);
        var options = new PublicOptions { BaseUrl = "https://sms.example.com", Listen = address };
        new PublicOptionsValidator().Validate(null, options).Failures.ShouldBe([$"Public:Listen is '{address}'. {Listen}"]);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789abcde", false)]
    [InlineData("", false)]
    public void A_bootstrap_key_has_sixteen_characters_or_is_left_out(string? key, bool good) =>
        (new OpsOptionsValidator().Validate(null, new OpsOptions { BootstrapKey = key }).Failures ?? []).ShouldBe(
            good ? [] : ["Ops:BootstrapKey has fewer than 16 characters. Make one with: openssl rand -hex 24"]
        );

    [Theory]
    [InlineData("Host=db;Database=bridge;Username=u;Password=p", true)]
    [InlineData("", false)]
    [InlineData("Database=bridge", false)]
    [InlineData("postgres://u:p@db/bridge", false)]
    public void Storage_needs_a_host(string connection, bool good) =>
        (new StorageOptionsValidator().Validate(null, new StorageOptions { ConnectionString = connection }).Failures ?? []).ShouldBe(
            good
                ? []
                : ["ConnectionStrings:Bridge is missing or no Postgres connection string. Write Host=…;Database=…;Username=…;Password=…."]
        );
}
