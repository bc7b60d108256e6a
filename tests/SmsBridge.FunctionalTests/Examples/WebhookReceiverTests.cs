using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Examples;

/// <summary>examples/webhook-receiver.js as a process.</summary>
public sealed class WebhookReceiverTests(TestPostgres postgres)
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly string Secret = $"whsec_{Convert.ToBase64String(Key)}";

    /// <param name="age">Of the timestamp, in seconds.</param>
    [Theory]
    [InlineData("genuine", 0, 204)]
    [InlineData("second of two", 0, 204)]
    [InlineData("genuine", 290, 204)]
    [InlineData("genuine", 310, 401)]
    [InlineData("genuine", -310, 401)]
    [InlineData("of another secret", 0, 401)]
    [InlineData("of another body", 0, 401)]
    [InlineData("missing", 0, 401)]
    public async Task Only_what_was_signed_with_the_secret_within_five_minutes_is_taken(string signature, int age, int status)
    {
        var address = Ports.FreeAddress();
        await using var example = await Start(address, "http://127.0.0.1:1");
        var body = """{ "id": "1", "type": "smsbridge.handoff.delivery.v1", "data": { "handoffId": "h", "text": "é" } }""";
        var timestamp = DateTimeOffset.UtcNow.AddSeconds(-age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var header = signature switch
        {
            "genuine" => Sign(Key, timestamp, body),
            "second of two" => $"{Sign(new byte[32], timestamp, body)} {Sign(Key, timestamp, body)}",
            "of another secret" => Sign(new byte[32], timestamp, body),
            "of another body" => Sign(Key, timestamp, body + " "),
            _ => null,
        };

        (await Post(address, timestamp, header, body)).ShouldBe(status);

        example.Lines.Any(l => l.Contains("smsbridge.handoff.delivery.v1 1")).ShouldBe(status == 204);
    }

    [Fact]
    public async Task An_event_that_comes_twice_is_handled_once_and_one_that_could_not_be_handled_is_asked_for_again()
    {
        var address = Ports.FreeAddress();
        await using var example = await Start(address, "http://127.0.0.1:1");
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var delivery = """{ "id": "1", "type": "smsbridge.handoff.delivery.v1", "data": { "handoffId": "h" } }""";
        var requested = """{ "id": "1", "type": "smsbridge.handoff.requested.v1", "data": { "handoffId": "h" } }""";

        (await Post(address, timestamp, Sign(Key, timestamp, requested), requested)).ShouldBe(500, "no bridge answers");
        (await Post(address, timestamp, Sign(Key, timestamp, delivery), delivery)).ShouldBe(204);
        (await Post(address, timestamp, Sign(Key, timestamp, delivery), delivery)).ShouldBe(204);

        await example.Says("fetch failed");
        example.Lines.Count(l => l == "smsbridge.handoff.delivery.v1 1").ShouldBe(1);
    }

    [Fact]
    public async Task A_customer_talks_with_the_example_until_bye_and_then_with_the_agent_again()
    {
        var address = Ports.FreeAddress();
        var setup = BridgeSetup.With(("Queues:desk:Type", "webhook"), ("Queues:desk:Url", address), ("Queues:desk:Secret", Secret)) with
        {
            Script = ShopSupport.Script,
        };
        await using var bridge = await BridgeUnderTest.Start(postgres, setup);
        await using var example = await Start(address, bridge.Instances[0].OpsAddress);
        var customer = bridge.Customer();

        await customer.Texts("I want to talk to a human");
        (await customer.Receives()).ShouldContain("passing you to a colleague");
        (await customer.Receives()).ShouldStartWith("Hello, a person is here now.");
        await customer.Texts("My parcel is broken");
        (await customer.Receives()).ShouldBe("You wrote: My parcel is broken");
        await customer.Texts("Bye!");
        await example.Says("smsbridge.handoff.released.v1");

        await customer.Texts("What is your return policy?");
        (await customer.Receives()).ShouldContain("within 30 days");
        await customer.Settles();
        customer.Received.Count.ShouldBe(4);
    }

    private static Task<NodeExample> Start(string address, string bridge) =>
        NodeExample.Start(
            "webhook-receiver.js",
            "listening on",
            ("PORT", $"{new Uri(address).Port}"),
            ("BRIDGE_URL", bridge),
            ("BRIDGE_KEY", BridgeSettings.Key),
            ("WEBHOOK_SECRET", Secret)
        );

    /// <summary>A signer of the tests' own, after the text of the convention.</summary>
    private static string Sign(byte[] key, string timestamp, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"1.{timestamp}.{body}")))}";

    private static async Task<int> Post(string address, string timestamp, string? signature, string body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body) };
        request.Headers.Add("webhook-id", "1");
        request.Headers.Add("webhook-timestamp", timestamp);
        if (signature is not null)
        {
            request.Headers.Add("webhook-signature", signature);
        }

        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
