using System.Text.RegularExpressions;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Deploy;

/// <summary>The bridge behind the nginx configuration that the guide gives people: TLS, a path prefix, two instances.</summary>
public sealed partial class NginxTests(TestPostgres postgres)
{
    private static readonly BridgeSetup Behind = new()
    {
        BaseUrl = TestNginx.BaseUrl,
        Callbacks = new() { Mode = Sandbox.Twilio.CallbackMode.Off },
    };

    [Fact]
    public async Task A_signed_webhook_is_answered_and_its_status_callback_taken_through_tls_and_prefix()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Behind with { Instances = 2 });
        await using var nginx = await Before(bridge);
        var customer = bridge.Customer();

        (await nginx.Post("/twilio/inbound", Webhook.Text(customer.Address, BridgeSetup.Number, "hi"))).ShouldBe(200);

        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Shows("out", "accepted");
        var reply = (await customer.Messages())[^1];
        (await nginx.Post($"/twilio/status/{reply.GetProperty("id").GetGuid()}", Status(reply))).ShouldBe(204);
        await customer.Shows("out", "delivered");
        // The callback address that Twilio was given is the public one.
        bridge.Twilio.Sent.Of(customer.Address)[0].StatusCallback.ShouldNotBeNull().ShouldStartWith($"{TestNginx.BaseUrl}/twilio/status/");
    }

    [Theory]
    [InlineData("https://sms.example.test/twilio/inbound")]
    [InlineData("http://sms.example.test/bridge/twilio/inbound")]
    [InlineData("https://other.example.test/bridge/twilio/inbound")]
    public async Task A_signature_over_another_url_than_the_public_one_is_refused(string signedUrl)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Behind);
        await using var nginx = await Before(bridge);
        var customer = bridge.Customer();

        (await nginx.Post("/twilio/inbound", Webhook.Text(customer.Address, BridgeSetup.Number, "hi"), signedUrl)).ShouldBe(403);

        (await bridge.Database.Count("messages")).ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_of_the_ops_listener_is_reachable()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Behind);
        await using var nginx = await Before(bridge);
        string[] paths =
        [
            "/health/live",
            "/health/ready",
            "/health/accepting",
            "/api/v1/numbers",
            "/openapi/v1.json",
            "/metrics",
            "/console",
            "/",
        ];

        foreach (var path in paths.SelectMany(p => new[] { p, TestNginx.Prefix + p, $"{TestNginx.Prefix}/twilio{p}" }))
        {
            (await nginx.Get(path)).Status.ShouldBe(404, path);
        }

        (await nginx.Get($"{TestNginx.Prefix}/twilio/inbound")).Status.ShouldBe(403, "the one path that is there asks for a signature");
        (await bridge.Ops.Get("/api/v1/numbers")).Status.ShouldBe(200, "the same key opens it at the listener itself");
    }

    [Fact]
    public async Task The_logs_hold_neither_queries_nor_numbers_nor_texts()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Behind);
        await using var nginx = await Before(bridge);
        var customer = bridge.Customer();

        (await nginx.Post("/twilio/inbound?from=%2B14155551001", Webhook.Text(customer.Address, BridgeSetup.Number, "a secret"))).ShouldBe(
            200
        );
        await nginx.Get("/api/v1/numbers/+14155551001");
        await nginx.Get($"{TestNginx.Prefix}/twilio/+14155551001");

        await Eventually.Holds(() => nginx.AccessLog.Count(c => c == '\n') >= 3, "the log has three lines");
        nginx.AccessLog.ShouldContain("POST /bridge/twilio/inbound 200");
        nginx.AccessLog.ShouldContain("GET other 404");
        PhoneNumber().IsMatch(nginx.AccessLog + nginx.ErrorLog).ShouldBeFalse(nginx.AccessLog + nginx.ErrorLog);
        (nginx.AccessLog + nginx.ErrorLog).ShouldNotContain("secret");
    }

    [Fact]
    public async Task Texts_go_on_when_one_of_two_instances_is_killed_and_each_counts_once()
    {
        await using var bridge = await BridgeOnLines.Without(postgres, Behind with { Lease = BridgeSetup.ShortLease });
        var (first, second) = (await bridge.Serve(), await bridge.Serve());
        await using var nginx = await TestNginx.Start(first.PublicAddress, second.PublicAddress);
        var customers = Enumerable.Range(0, 30).Select(_ => bridge.Around.Customer()).ToList();

        foreach (var (customer, i) in customers.Select((c, i) => (c, i)))
        {
            if (i == 10)
            {
                await first.Kill();
            }

            (await nginx.Post("/twilio/inbound", Webhook.Text(customer.Address, BridgeSetup.Number, "hi"))).ShouldBe(200, $"text {i}");
        }

        foreach (var customer in customers)
        {
            (await customer.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: hi");
        }

        (await bridge.Around.Database.Count("messages where direction = 'in'")).ShouldBe(customers.Count);
        customers.ShouldAllBe(c => c.Received.Count == 1);
    }

    [Fact]
    public async Task A_text_that_a_frozen_instance_keeps_is_taken_by_the_other_and_counts_once_when_it_wakes()
    {
        await using var bridge = await BridgeOnLines.Without(postgres, Behind);
        var (first, second) = (await bridge.Serve(), await bridge.Serve());
        await using var nginx = await TestNginx.Start(first.PublicAddress, second.PublicAddress);
        var customers = Enumerable.Range(0, 4).Select(_ => bridge.Around.Customer()).ToList();
        await first.Signal("STOP");

        // At the same time, so that some of them begin at the frozen one.
        var answers = await Task.WhenAll(
            customers.Select(c => nginx.Post("/twilio/inbound", Webhook.Text(c.Address, BridgeSetup.Number, "hi")))
        );
        await first.Signal("CONT");

        answers.ShouldAllBe(status => status == 200);
        nginx.AccessLog.ShouldContain(", ", customMessage: "a request was repeated at the other instance");
        foreach (var customer in customers)
        {
            (await customer.Receives()).ShouldBe("You said: hi");
            await customer.Settles();
            customer.Asked.ShouldBe(["hi"]);
        }

        (await bridge.Around.Database.Count("messages where direction = 'in'")).ShouldBe(customers.Count);
    }

    [Fact]
    public async Task While_the_database_is_away_both_instances_are_unready_and_still_take_texts()
    {
        await using var bridge = await BridgeOnLines.Without(postgres, Behind);
        var (first, second) = (await bridge.Serve(), await bridge.Serve());
        await using var nginx = await TestNginx.Start(first.PublicAddress, second.PublicAddress);
        var customer = bridge.Around.Customer();
        bridge.Postgres.Cut();
        await Eventually.Holds(async () => await first.Asked("/health/ready") == 503, "the database is away");

        (await second.Asked("/health/ready")).ShouldBe(503);
        (await first.Asked("/health/accepting")).ShouldBe(200, "what a balancer goes by");
        (await second.Asked("/health/accepting")).ShouldBe(200);
        (await nginx.Post("/twilio/inbound", Webhook.Text(customer.Address, BridgeSetup.Number, "hi"))).ShouldBe(200);
        bridge.SpoolFiles.ShouldNotBeEmpty();
        bridge.Postgres.Mend();

        (await customer.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: hi");
    }

    [Fact]
    public void The_guides_command_fills_in_what_the_configuration_and_its_values_name()
    {
        var configuration = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "nginx", "smsbridge.conf"));
        var values = File.ReadAllLines(Path.Combine(Repository.Root, "deploy", "nginx", "smsbridge.env"));
        var used = Placeholder().Matches(configuration).Select(m => m.Groups["name"].Value).Distinct().ToList();

        values.Where(l => l.StartsWith("SMS_", StringComparison.Ordinal)).Select(l => l.Split('=')[0]).ShouldBe(used, ignoreOrder: true);
        Named().Matches(TestNginx.GuideCommand()).Select(m => m.Groups["name"].Value).ShouldBe(used, ignoreOrder: true);
    }

    private static Task<TestNginx> Before(BridgeUnderTest bridge) =>
        TestNginx.Start(bridge.Instances[0].PublicAddress, bridge.Instances[^1].PublicAddress);

    private static List<KeyValuePair<string, string>> Status(System.Text.Json.JsonElement reply) =>
        [
            new("MessageSid", reply.GetProperty("providerSid").GetString()!),
            new("MessageStatus", "delivered"),
            new("AccountSid", Sandbox.Twilio.TwilioAccount.Default.Sid),
        ];

    [GeneratedRegex("1415555[0-9]{4}", RegexOptions.NonBacktracking)]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(@"\$\{(?<name>SMS_[A-Z_0-9]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\$(?<name>SMS_[A-Z_0-9]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}
