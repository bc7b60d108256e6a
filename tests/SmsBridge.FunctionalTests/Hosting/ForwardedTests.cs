using System.Net;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>Whom the bridge believes from where a request comes; seen by whose wrong keys are counted together.</summary>
public sealed class ForwardedTests(TestPostgres postgres)
{
    [Fact]
    public async Task Without_trusted_proxies_nobody_gets_a_fresh_start_by_a_header()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        (await TryKeys(bridge, i => $"192.0.2.{i}")).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_proxy_that_is_not_in_the_list_is_not_believed()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Ops:TrustedProxies:0", "10.0.0.7")));

        (await TryKeys(bridge, i => $"192.0.2.{i}")).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_each_client_counts_for_itself_and_cannot_put_another_in_front()
    {
        await using var bridge = await BridgeUnderTest.Start(
            postgres,
            BridgeSetup.With(("Ops:TrustedProxies:0", "127.0.0.0/8"), ("Ops:TrustedProxies:1", "10.1.2.3"))
        );

        (await TryKeys(bridge, i => $"192.0.2.{i}")).ShouldBe(HttpStatusCode.Unauthorized);
        (await TryKeys(bridge, i => $"203.0.113.{i}, 198.51.100.9")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await TryKeys(bridge, i => $"203.0.113.{i}, 10.1.2.3")).ShouldBe(HttpStatusCode.Unauthorized, "through two trusted proxies");
    }

    [Fact]
    public async Task The_frameworks_own_switch_to_believe_everybody_does_nothing()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("ForwardedHeaders_Enabled", "true")));

        (await TryKeys(bridge, i => $"192.0.2.{i}")).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData(null)]
    public async Task Headers_change_nothing_for_signatures(string? trusted)
    {
        await using var bridge = await BridgeUnderTest.Start(
            postgres,
            (trusted is null ? BridgeSetup.Usual : BridgeSetup.With(("Public:TrustedProxies:0", trusted))) with
            {
                BaseUrl = "https://sms.example.com",
            }
        );
        var fields = Webhook.Text("+14155550101", BridgeSetup.Number, "hi");
        (string, string)[] headers =
        [
            ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Proto", "http"),
            ("X-Forwarded-Prefix", "/evil"),
            ("X-Forwarded-For", "192.0.2.1"),
            ("Host", "evil.example"),
        ];

        var ours = await Webhook.Post(bridge.Instances[0].Webhook, fields, "https://sms.example.com/twilio/inbound", headers: headers);
        var theirs = await Webhook.Post(bridge.Instances[0].Webhook, fields, "http://evil.example/evil/twilio/inbound", headers: headers);

        (ours.Status, theirs.Status).ShouldBe((200, 403));
    }

    /// <returns>What the eleventh wrong key got.</returns>
    private static async Task<HttpStatusCode> TryKeys(BridgeUnderTest bridge, Func<int, string> forwardedFor)
    {
        using var http = new HttpClient();
        var status = HttpStatusCode.OK;
        for (var i = 1; i <= 11; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{bridge.Instances[0].OpsAddress}/api/v1/numbers");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer a-wrong-key");
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor(i));
            using var answer = await http.SendAsync(request);
            status = answer.StatusCode;
        }

        return status;
    }
}
