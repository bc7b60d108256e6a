using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Cli;

/// <summary>Numbers from a file: <c>apply</c> and <c>export</c>.</summary>
public sealed class ApplyTests(TestPostgres postgres)
{
    private const string Three = """
        numbers:
          - &usual
            number: +14155550501
            label: 2024
            twilioAccount: main
            agent: support
            language: no
            idleTimeout: 48:00:00
            attributes: { brand: "a: b # c", deep: { list: [1, 2.50, two, null, "true"] }, "ümlaut ☎": "[red]x[/]\e" }
          - <<: *usual
            number: +14155550502
            enabled: false
          - { number: 77007, twilioAccount: main, agent: support, handoff: { queue: desk, pickupDeadline: "00:01:00" } }
        """;

    [Fact]
    public async Task Three_numbers_go_live_from_one_file_and_a_second_time_there_is_nothing_to_do()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();

        var first = (await shell.RunWith(Three, "apply", "-f", "-")).ShouldEndWith(0);
        var again = (await shell.RunWith(Three, "apply", "-f", "-", "--detailed-exitcode")).ShouldEndWith(0);

        first.Output.ShouldContain("+ +14155550501");
        first.Output.ShouldContain("3 added, 0 changed, 0 removed");
        again.Output.ShouldContain("Nothing to change.");
        var numbers = (await shell.Run("numbers", "list", "--json")).ShouldEndWith(0).Json.GetProperty("items");
        numbers
            .EnumerateArray()
            .Select(n => n.GetProperty("number").GetString())
            .ShouldBe(["+14155550199", "+14155550501", "+14155550502", "77007"]);
        var one = numbers[1];
        one.GetProperty("label").GetString().ShouldBe("2024");
        one.GetProperty("language").GetString().ShouldBe("no");
        var list = one.GetProperty("attributes").GetProperty("deep").GetProperty("list").EnumerateArray().Select(v => v.GetRawText());
        list.ShouldBe(["1", "2.50", "\"two\"", "null", "\"true\""]);
        numbers[2].GetProperty("attributes").ToString().ShouldBe(one.GetProperty("attributes").ToString());

        bridge.Twilio.ConnectNumber("+14155550501", bridge.Twilio.Options.Accounts[0].Sid, bridge.Instances[0].Webhook);
        var customer = bridge.Customer("+14155550501");
        await Eventually.Holds(
            async () =>
            {
                await customer.Texts("hi");
                return customer.Asked.Count > 0;
            },
            "the number is in force at the instance that was not told"
        );
        (await bridge.Ops.Get("/api/v1/audit?subject=77007")).Body.ShouldContain("cli:");
    }

    [Theory]
    [InlineData("yaml")]
    [InlineData("json")]
    public async Task What_is_exported_can_be_applied_and_changes_nothing(string format)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();
        (await shell.RunWith(Three, "apply", "-f", "-")).ShouldEndWith(0);

        var exported = (await shell.Run("export", "--format", format)).ShouldEndWith(0).Output;
        (await shell.RunWith(exported, "apply", "-f", "-", "--prune", "--detailed-exitcode")).ShouldEndWith(0);
        await bridge.Database.Do("delete from numbers");
        (await shell.RunWith(exported, "apply", "-f", "-", "--detailed-exitcode")).ShouldEndWith(3);

        (await shell.Run("export", "--format", format)).Output.ShouldBe(exported);
        exported.ShouldNotContain(bridge.Twilio.Options.Accounts[0].PrimaryToken);
        exported.ShouldNotContain("firstReply");
    }

    [Fact]
    public async Task A_dry_run_shows_each_member_and_changes_nothing()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();
        const string file = """
            { "$schema": "numbers.schema.json", "numbers": [
              { "number": "+14155550199", "twilioAccount": "main", "agent": "support", "label": "new", "handoff": { "queue": "desk" } } ] }
            """;
        var before = await bridge.Database.All<string>("select n::text from numbers n order by 1");
        var revision = await bridge.Database.One<long>("select revision from number_revision");

        var dry = (await shell.RunWith(file, "apply", "-f", "-", "--dry-run")).ShouldEndWith(0);
        (await shell.RunWith(file, "apply", "-f", "-", "--dry-run", "--detailed-exitcode")).ShouldEndWith(3);
        var json = (await shell.RunWith(file, "apply", "-f", "-", "--dry-run", "--json")).ShouldEndWith(0).Json;

        dry.Output.ShouldContain("~ +14155550199");
        dry.Output.ShouldContain("+ label: \"new\"");
        dry.Output.ShouldContain("+ handoff.queue: \"desk\"");
        json.GetProperty("changes")[0].GetProperty("members")[0].GetProperty("member").GetString().ShouldBe("label");
        (await bridge.Database.All<string>("select n::text from numbers n order by 1")).ShouldBe(before);
        (await bridge.Database.One<long>("select revision from number_revision")).ShouldBe(revision);
    }

    [Fact]
    public async Task Numbers_that_are_not_in_the_file_stay_unless_pruned()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();
        (await shell.RunWith(Three, "apply", "-f", "-")).ShouldEndWith(0);

        var pruned = (await shell.RunWith(Three, "apply", "-f", "-", "--prune")).ShouldEndWith(0);

        pruned.Output.ShouldContain($"- {BridgeSetup.Number}");
        (await bridge.Database.Count("numbers")).ShouldBe(3);
        (await bridge.Database.Count("audit_log where action = 'number.delete' and subject = $1", BridgeSetup.Number)).ShouldBe(1);
    }

    [Fact]
    public async Task One_mistake_refuses_the_file_and_every_mistake_is_told_with_number_and_member()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();
        const string file = """
            numbers:
              - { number: +14155550501, twilioAccount: main, agent: support }
              - { number: +14155550502, agent: nobody, colour: red, coalesce: soon, enabled: perhaps }
              - { number: +14155550503, twilioAccount: main, agent: support, handoff: { queue: nowhere } }
              - { number: +14155550501, twilioAccount: main, agent: support }
              - 7
            more: 1
            """;

        var refused = (await shell.RunWith(file, "apply", "-f", "-")).ShouldEndWith(1);

        foreach (
            var mistake in new[]
            {
                "+14155550502 agent: There is no agent 'nobody'",
                "+14155550502 colour: is not known",
                "+14155550502 coalesce: A duration is written hh:mm:ss",
                "+14155550502 enabled: must be true or false",
                "+14155550502 twilioAccount: is missing",
                "+14155550503 handoff.queue: There is no queue 'nowhere'. Configured under Queues: desk",
                "+14155550501: is in the file 2 times",
                "numbers[4]: is no number document",
                "more: is not known",
            }
        )
        {
            refused.Errors.ShouldContain(mistake);
        }

        (await bridge.Database.Count("numbers")).ShouldBe(1);
    }

    [Theory]
    [InlineData("numbers: [", "line ")]
    [InlineData("{ \"numbers\": [", "line 1")]
    [InlineData("number: +14155550199", "no list of numbers")]
    [InlineData("", "no list of numbers")]
    [InlineData("numbers: []\n---\nnumbers: []", "more than one YAML document")]
    [InlineData("numbers: []\nnumbers: []", "uplicate")]
    [InlineData("{ \"numbers\": [], \"numbers\": [] }", "uplicate")]
    public async Task A_file_that_cannot_be_read_is_refused_with_the_place(string file, string told)
    {
        var shell = new CommandLine(new Dictionary<string, string?> { ["ConnectionStrings:Bridge"] = await postgres.CreateDatabase() });

        (await shell.RunWith(file, "apply", "-f", "-")).ShouldEndWith(1).Errors.ShouldContain(told);
    }
}
