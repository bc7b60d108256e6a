using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Hosting;
using SmsBridge.Sandbox.Twilio;
using SignaturesCheck = SmsBridge.Twilio.Webhooks.SignaturesCheck;

namespace SmsBridge.FunctionalTests.Twilio;

/// <summary>A signature that does not match is explained to operators, and to nobody else.</summary>
public sealed class RejectionTests(TestPostgres postgres)
{
    private const string Wrong = "99999999999999999999999999999999";

    private static readonly BridgeSetup Behind = BridgeSetup.With(("Logging:LogLevel:SmsBridge.Twilio", "Warning")) with
    {
        BaseUrl = "https://sms.example.com/bridge",
    };

    [Fact]
    public async Task What_Twilio_signed_over_another_url_is_told_in_the_log_the_api_and_by_the_doctor()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Behind);
        var lines = new LogLines(bridge.Instances[0]);
        var fields = Webhook.Text("+14155550177", BridgeSetup.Number, "my code is 4711");

        for (var i = 0; i < 3; i++)
        {
            var answer = await Webhook.Post(
                bridge.Instances[0].Webhook,
                fields,
                "http://sms.example.com/bridge/twilio/inbound",
                headers: ("X-Forwarded-Proto", "http")
            );
            answer.Status.ShouldBe(403);
            answer.Body.ShouldNotContain("sms.example.com");
        }

        var row = await Single(bridge, r => r.GetProperty("count").GetInt64() == 3);
        row.GetProperty("cause").GetString().ShouldBe("scheme");
        row.GetProperty("webhook").GetString().ShouldBe("/twilio/inbound");
        row.GetProperty("account").GetString().ShouldBe("main");
        row.GetProperty("wouldMatch").GetString().ShouldBe("http://sms.example.com/bridge/twilio/inbound with token 0 of account 'main'");
        row.GetProperty("what").GetString().ShouldNotBeNull().ShouldContain("as X-Forwarded-Proto says");
        row.GetProperty("remedy").GetString().ShouldNotBeNull().ShouldContain("Public:BaseUrl");
        lines.Of(301).ShouldHaveSingleItem().ShouldContain("http://sms.example.com/bridge/twilio/inbound");
        var doctor = (await bridge.CommandLine().Run("doctor")).ShouldEndWith(1).Output;
        doctor.Split('\n').ShouldContain(l => l.StartsWith("FAIL  webhook signatures") && l.Contains("Twilio called http"));

        foreach (var told in new[] { row.ToString(), string.Join('\n', lines.All), doctor })
        {
            told.ShouldNotContain("4155550177");
            told.ShouldNotContain("4711");
            told.ShouldNotContain(TwilioAccount.Default.PrimaryToken);
        }

        (await bridge.Database.All<string>("select r::text from webhook_rejections r")).ShouldAllBe(r => !r.Contains("4155550177"));
        (await bridge.Database.Count("messages")).ShouldBe(0);
    }

    [Fact]
    public async Task A_status_callback_is_told_without_its_id()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Behind);
        var path = $"/twilio/status/{Guid.CreateVersion7()}";

        (
            await Webhook.Post(
                bridge.Instances[0].PublicAddress + path,
                Webhook.Text("+14155550177", BridgeSetup.Number, ""),
                $"https://sms.example.com{path}"
            )
        ).Status.ShouldBe(403);

        var row = await Single(bridge);
        row.GetProperty("cause").GetString().ShouldBe("path");
        row.GetProperty("webhook").GetString().ShouldBe("/twilio/status/{messageId}");
        row.ToString().ShouldNotContain(path);
    }

    [Fact]
    public async Task A_stranger_makes_the_doctor_warn_but_not_fail()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var fields = Webhook.Text("+14155550177", BridgeSetup.Number, "hi");
        (await Webhook.Post(bridge.Instances[0].Webhook, fields, token: Wrong)).Status.ShouldBe(403);
        (await Webhook.PostRaw(bridge.Instances[0].Webhook, $"AccountSid={TwilioAccount.Default.Sid}", null)).Status.ShouldBe(403);
        (await Webhook.PostRaw(bridge.Instances[0].Webhook, "AccountSid=AC99999999999999999999999999999999", null)).Status.ShouldBe(403);

        var rows = await Rows(bridge, 3);
        rows.Select(r => r.GetProperty("cause").GetString()).ShouldBe(["no-match", "no-signature", "unknown-account"], ignoreOrder: true);
        rows.ShouldAllBe(r => r.GetProperty("wouldMatch").ValueKind == JsonValueKind.Null);
        var check = bridge.Instances[0].Services.GetRequiredService<SignaturesCheck>();
        var findings = await (await check.Probes(CancellationToken.None)).Single().Run(CancellationToken.None);
        findings.Select(f => f.Verdict).ShouldBe([Verdict.Warn, Verdict.Warn, Verdict.Warn]);
        findings.ShouldAllBe(f => f.Remedy!.Length > 20);
    }

    [Fact]
    public async Task The_doctors_own_look_at_the_public_url_leaves_no_trace()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        var first = await bridge.CommandLine().Run("doctor");
        var second = await bridge.CommandLine().Run("doctor");

        first.Output.ShouldContain("leads to a bridge");
        second.Output.ShouldContain("ok    webhook signatures");
        (await bridge.Database.Count("webhook_rejections")).ShouldBe(0);
    }

    [Fact]
    public async Task A_flood_fills_nothing()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Public:RefusedPerMinute", "0")));
        await bridge.Database.Do(
            """
            insert into webhook_rejections (id, cause, webhook, account, would_match, what, remedy, count, last_at)
            select gen_random_uuid(), 'no-match', '/twilio/inbound', 'a' || i, '', 'w', 'r', 1, now() - i * interval '1 second' from generate_series(1, 300) i
            """
        );

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 500),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, _) => (await Webhook.PostRaw(bridge.Instances[0].Webhook, $"AccountSid=AC{i:D32}", null)).Status.ShouldBe(403)
        );

        await Eventually.Holds(async () => await bridge.Database.Count("webhook_rejections") == 200, "the table has 200 rows");
        (await bridge.Database.Count("webhook_rejections where cause = 'unknown-account'")).ShouldBe(1);
        (await bridge.Database.One<long>("select count from webhook_rejections where cause = 'unknown-account'")).ShouldBeLessThan(100);
    }

    [Fact]
    public async Task Viewers_may_read_it_page_by_page_and_nobody_else()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await bridge.Database.Do(
            """
            insert into webhook_rejections (id, cause, webhook, account, would_match, what, remedy, count, last_at)
            select gen_random_uuid(), 'no-match', '/twilio/inbound', 'a' || i, '', 'w', 'r', 1, now() - i * interval '1 second' from generate_series(1, 5) i
            """
        );
        var key = (await bridge.Ops.Post("/api/v1/keys", new { name = "v", role = "viewer" })).Json.GetProperty("key").GetString();
        using var viewer = new Operator(bridge.Instances[0].OpsAddress, key);
        using var stranger = new Operator(bridge.Instances[0].OpsAddress, null);

        var first = (await viewer.Get("/api/v1/webhook-rejections?limit=3")).Json;
        var second = (await viewer.Get($"/api/v1/webhook-rejections?limit=3&cursor={first.GetProperty("next").GetString()}")).Json;

        first
            .GetProperty("items")
            .EnumerateArray()
            .Concat(second.GetProperty("items").EnumerateArray())
            .Select(r => r.GetProperty("account").GetString())
            .ShouldBe(["a1", "a2", "a3", "a4", "a5"]);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        (await stranger.Get("/api/v1/webhook-rejections")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_table_that_cannot_be_written_costs_a_log_line_and_nothing_else()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Logging:LogLevel:SmsBridge.Twilio", "Warning")));
        var lines = new LogLines(bridge.Instances[0]);
        await bridge.Database.Do("alter table webhook_rejections rename to elsewhere");
        var fields = Webhook.Text("+14155550177", BridgeSetup.Number, "hi");

        (await Webhook.Post(bridge.Instances[0].Webhook, fields, token: Wrong)).Status.ShouldBe(403);
        await Eventually.Holds(() => lines.Of(350).Count == 1, "the log says that it could not be stored");
        await bridge.Database.Do("alter table elsewhere rename to webhook_rejections");
        (await Webhook.Post(bridge.Instances[0].Webhook, fields, token: Wrong)).Status.ShouldBe(403);

        (await Single(bridge)).GetProperty("cause").GetString().ShouldBe("no-match");
        lines.Of(301).ShouldHaveSingleItem();
    }

    private static async Task<JsonElement> Single(BridgeUnderTest bridge, Func<JsonElement, bool>? when = null) =>
        (await Rows(bridge, 1, when)).Single();

    private static async Task<List<JsonElement>> Rows(BridgeUnderTest bridge, int count, Func<JsonElement, bool>? when = null)
    {
        List<JsonElement> rows = [];
        await Eventually.Holds(
            async () =>
            {
                rows = [.. (await bridge.Ops.Get("/api/v1/webhook-rejections")).Json.GetProperty("items").EnumerateArray()];
                return rows.Count == count && rows.TrueForAll(r => when?.Invoke(r) ?? true);
            },
            $"{count} rejections"
        );
        return rows;
    }
}
