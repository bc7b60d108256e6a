using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Cli;

/// <summary>Each thing is broken in turn, and <c>doctor</c> names it.</summary>
public sealed class DoctorTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_bridge_that_works_is_well()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        var found = (await bridge.CommandLine().Run("doctor")).ShouldEndWith(0);
        var json = (await bridge.CommandLine().Run("doctor", "--json")).ShouldEndWith(0).Json;

        foreach (
            var check in new[]
            {
                "settings",
                "database",
                "clock",
                "work",
                "numbers",
                "queues desk",
                "agents support",
                "spool",
                "twilio main",
                "webhooks main",
                "keys",
            }
        )
        {
            found
                .Output.Split('\n')
                .ShouldContain(line => line.StartsWith($"ok    {check}", StringComparison.Ordinal), $"{check}: {found.Output}");
        }

        found.Output.ShouldContain("0 failed, 2 to look at");
        found.Output.ShouldContain("without TLS");
        found.Output.ShouldContain("owns the tables");
        json.GetProperty("ok").GetBoolean().ShouldBeTrue();
        found.All.ShouldNotContain(bridge.Twilio.Options.Accounts[0].PrimaryToken);
    }

    [Theory]
    [InlineData("ConnectionStrings:Bridge", "Host=127.0.0.1;Port=1;Username=x;Database=x", "database", "ConnectionStrings:Bridge")]
    [InlineData("ConnectionStrings:Bridge", null, "settings", "ConnectionStrings:Bridge is missing")]
    [InlineData("Public:BaseUrl", null, "settings", "Public:BaseUrl is missing")]
    [InlineData("Public:BaseUrl", "http://127.0.0.1:1", "public url", "smsbridge serve")]
    [InlineData("Ops:BootstrapKey", null, "keys", "smsbridge keys create")]
    [InlineData("Agents:support:Timeout", "soon", "settings", "Agents:support:Timeout")]
    [InlineData("Agents:support:ApiKey", "wrong", "agents support", "Agents:support:ApiKey")]
    [InlineData("Agents:support:ConnectorToken", "wrong", "agents support", "ConnectorToken")]
    [InlineData("Agents:support:BaseUrl", "http://127.0.0.1:1", "agents support", "Agents:support:BaseUrl")]
    [InlineData("Twilio:Accounts:main:AuthTokens:0", "wrong", "twilio main token 0", "Twilio:Accounts:main:AuthTokens:0")]
    [InlineData("Twilio:Accounts:main:AccountSid", "AC00000000000000000000000000000009", "twilio main token 0", "AccountSid")]
    [InlineData("Twilio:ApiUrl", "http://127.0.0.1:1", "twilio main token 0", "Twilio:ApiUrl")]
    [InlineData("Queues:desk:Type", "carrier-pigeon", "settings", "Known types")]
    [InlineData("Spool:Directory", "/proc/nowhere", "settings", "Spool:Directory")]
    public async Task A_setting_that_is_wrong_is_named_with_its_remedy(string key, string? value, string check, string told)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        var found = (await bridge.CommandLine().With(key, value).Run("doctor")).ShouldEndWith(1);

        found.Output.Split('\n').ShouldContain(line => line.StartsWith($"FAIL  {check}") && line.Contains(told), found.Output);
    }

    [Fact]
    public async Task A_database_without_migrations_is_told()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var empty = bridge.CommandLine().With("ConnectionStrings:Bridge", await postgres.CreateEmptyDatabase());

        var found = (await empty.Run("doctor")).ShouldEndWith(1);

        found
            .Output.Split('\n')
            .ShouldContain(line => line.StartsWith("FAIL  database") && line.Contains("smsbridge migrate"), found.Output);
    }

    [Fact]
    public async Task Webhooks_that_point_elsewhere_and_numbers_of_other_accounts_are_told()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var number = bridge.Twilio.Numbers.Single();
        await bridge.Ops.Configure(BridgeSetup.Document("+14155550700"));

        number.SmsUrl = "https://old.example.com/sms";
        var elsewhere = (await bridge.CommandLine().Run("doctor")).ShouldEndWith(1).Output;
        number.SmsApplicationSid = "AP00000000000000000000000000000001";
        var application = (await bridge.CommandLine().Run("doctor")).ShouldEndWith(1).Output;

        elsewhere.ShouldContain("+14155550700 is not in the account 'main'");
        elsewhere.ShouldContain($"{BridgeSetup.Number} points at POST https://old.example.com/sms");
        elsewhere.ShouldContain($"smsbridge numbers connect {BridgeSetup.Number}");
        application.ShouldContain("TwiML application");
    }

    [Fact]
    public async Task A_number_whose_agent_left_the_settings_is_told()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await bridge.Database.Do("""update numbers set document = document || '{"agent": "gone"}'""");

        (await bridge.CommandLine().Run("doctor"))
            .ShouldEndWith(1)
            .Output.ShouldContain($"{BridgeSetup.Number} agent: There is no agent 'gone'");
    }

    [Fact]
    public async Task A_provider_that_is_silent_costs_its_own_line_only()
    {
        await using var lines = await BridgeOnLines.Start(postgres);
        lines.Chat.Silence();

        var found = (await lines.Around.CommandLine().Run("doctor")).ShouldEndWith(1);

        found.Output.Split('\n').Count(l => l.StartsWith("FAIL", StringComparison.Ordinal)).ShouldBe(1, found.Output);
        found.Output.Split('\n').ShouldContain(l => l.StartsWith("FAIL  agents support") && l.Contains("no answer within"));
    }

    [Fact]
    public async Task A_second_token_that_was_rotated_out_is_a_warning()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        var found = (await bridge.CommandLine().With("Twilio:Accounts:main:AuthTokens:1", "old").Run("doctor")).ShouldEndWith(0);

        found.Output.Split('\n').ShouldContain(l => l.StartsWith("warn  twilio main token 1") && l.Contains("remove"));
    }

    [Fact]
    public async Task Work_that_is_held_up_gave_up_or_waits_for_nobody_is_told_with_its_cause()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        bridge.Chat.Faults.Next(1, Sandbox.Wire.Fault.Http(400), "respond", customer.Address);
        await customer.Texts("hi");
        await customer.Shows("in", "failed");
        await bridge.Database.Do(
            "insert into work (thread_id, kind, due_at, version, category, reason) values (gen_random_uuid(), 'turn', now() + interval '1 day', 1, 'Credentials', 'Chat API refused')"
        );
        await bridge.Database.Do("insert into queue_stops (queue, reason) values ('desk', 'it answered 410')");

        var found = (await bridge.CommandLine().Run("doctor")).ShouldEndWith(1).Output;

        found.ShouldContain("held up, 1 × turn: Credentials: Chat API refused");
        found.ShouldContain("gave up within a day, 1 × turn: Rejected");
        found.ShouldContain("smsbridge replay --all");
        found.ShouldContain("stopped: it answered 410");
    }

    [Theory]
    [InlineData(301, "redirects to")]
    [InlineData(502, "the proxy does not reach the bridge")]
    [InlineData(403, "which no bridge does")]
    [InlineData(200, "which no bridge does")]
    public async Task What_answers_at_the_public_url_must_be_a_bridge(int status, string told)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await using var proxy = await ScriptedServer.Start(_ => new Reply(
            status,
            "text/html",
            "<html>",
            ("Location", "https://www.example.com/")
        ));

        var found = (await bridge.CommandLine().With("Public:BaseUrl", proxy.Address).Run("doctor", "--json")).ShouldEndWith(1);

        var verdict = found.Json.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("check").GetString() == "public url");
        verdict.GetProperty("verdict").GetString().ShouldBe("fail");
        verdict.ToString().ShouldContain(told, Case.Insensitive);
    }
}
