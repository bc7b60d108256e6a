using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Cli;

/// <summary>The other commands of an operator's day.</summary>
public sealed class CommandsTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_number_can_be_set_shown_and_removed_member_by_member()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();

        (
            await shell.Run("numbers", "set", "+14155550600", "agent=support", "twilioAccount=main", "label=7", "attributes.tier=gold")
        ).ShouldEndWith(0);
        var changed = (
            await shell.Run("numbers", "set", "+14155550600", "enabled=false", "label=null", "handoff.queue=desk")
        ).ShouldEndWith(0);
        var shown = (await shell.Run("numbers", "show", "+14155550600", "--json")).ShouldEndWith(0).Json;
        var yaml = (await shell.Run("numbers", "show", "+14155550600")).ShouldEndWith(0).Output;
        (await shell.Run("numbers", "set", "+14155550600", "agent=nobody"))
            .ShouldEndWith(1)
            .Errors.ShouldContain("Configured under Agents: support");
        (await shell.Run("numbers", "remove", "+14155550600")).ShouldEndWith(0);
        (await shell.Run("numbers", "show", "+14155550600")).ShouldEndWith(1).Errors.ShouldContain("smsbridge numbers list");

        changed.Output.ShouldContain("~ enabled: true → false");
        changed.Output.ShouldContain("- label: \"7\"");
        shown.GetProperty("attributes").GetProperty("tier").GetString().ShouldBe("gold");
        shown.GetProperty("handoff").GetProperty("queue").GetString().ShouldBe("desk");
        yaml.ShouldContain("enabled: false");
        yaml.ShouldNotContain("firstReply");
    }

    [Fact]
    public async Task Data_is_neither_markup_nor_a_control_sequence()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();
        await bridge.Ops.Configure(BridgeSetup.Document("+14155550601", d => d["label"] = "[red]x[/] [/] \u001b[31m"));

        foreach (var command in new[] { "list", "show" })
        {
            string[] line = command == "list" ? ["numbers", "list"] : ["numbers", "show", "+14155550601"];
            var output = (await shell.Run(line)).ShouldEndWith(0).Output;
            output.ShouldContain("[red]x[/] [/]");
            output.ShouldNotContain("\u001b");
        }
    }

    [Fact]
    public async Task A_key_made_in_the_shell_works_until_it_is_revoked_there()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();

        var made = (await shell.Run("keys", "create", "night shift", "--role", "operator", "--days", "30")).ShouldEndWith(0);
        var key = made.Output.Trim();
        using var ops = new Operator(bridge.Instances[0].OpsAddress, key);
        (await ops.Get("/api/v1/numbers")).Status.ShouldBe(200);
        var listed = (await shell.Run("keys", "list")).ShouldEndWith(0).Output;
        (await shell.Run("keys", "create", "night shift", "--role", "viewer")).ShouldEndWith(1).Errors.ShouldContain("in force already");
        (await shell.Run("keys", "revoke", "night shift")).ShouldEndWith(0);
        (await shell.Run("keys", "revoke", "night shift")).ShouldEndWith(1).Errors.ShouldContain("smsbridge keys list");

        key.ShouldStartWith("sbk_");
        listed.ShouldContain("night shift");
        listed.ShouldContain(key[..12]);
        listed.ShouldNotContain(key);
        await Eventually.Holds(async () => (await ops.Get("/api/v1/numbers")).Status == 401, "revoked", TimeSpan.FromSeconds(5));
        (await bridge.Database.All<string>("select actor from audit_log where action like 'key.%'")).ShouldAllBe(a => a.StartsWith("cli:"));
    }

    [Fact]
    public async Task What_gave_up_can_be_replayed_one_by_one_or_by_kind()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();
        var (one, two) = (bridge.Customer(), bridge.Customer());
        bridge.Chat.Faults.Next(1, Sandbox.Wire.Fault.Http(400), "respond", one.Address);
        bridge.Chat.Faults.Next(1, Sandbox.Wire.Fault.Http(400), "respond", two.Address);
        await one.Texts("one");
        await one.Shows("in", "failed");
        await two.Texts("two");
        await two.Shows("in", "failed");
        var failure = await bridge.Database.One<Guid>("select id from failures where thread_id = $1", one.ThreadId);

        (await shell.Run("replay", failure.ToString())).ShouldEndWith(0);
        (await one.Receives()).ShouldBe("You said: one");
        (await shell.Run("replay", failure.ToString())).ShouldEndWith(1).Errors.ShouldContain("waits for a replay");
        (await shell.Run("replay", "--all", "--kind", "send")).ShouldEndWith(0).Output.ShouldContain("Nothing waits");
        var all = (await shell.Run("replay", "--all", "--json")).ShouldEndWith(0).Json;

        (await two.Receives()).ShouldBe("You said: two");
        all.GetProperty("replayed").GetArrayLength().ShouldBe(1);
        (await bridge.Database.Count("audit_log where action = 'failure.replay'")).ShouldBe(2);
    }

    [Fact]
    public async Task Every_kind_of_work_that_gives_up_can_be_replayed_alone()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();
        string[] kinds = ["turn", "send", "close", "publish"];
        foreach (var kind in kinds)
        {
            await bridge.Database.Do(
                "insert into failures (id, thread_id, kind, subject_id, category, reason, attempts) values ($1, $2, $3, $1, 'Rejected', 'test', 1)",
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                kind
            );
        }

        foreach (var kind in kinds)
        {
            var replayed = (await shell.Run("replay", "--all", "--kind", kind, "--json")).ShouldEndWith(0).Json.GetProperty("replayed");
            replayed.EnumerateArray().ShouldHaveSingleItem().GetProperty("kind").GetString().ShouldBe(kind);
        }

        (await shell.Run("replay", "--all", "--kind", "idle")).ShouldEndWith(2);
    }

    [Fact]
    public async Task A_number_is_connected_after_saving_what_was_there_and_disconnected_to_exactly_that()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();
        var number = bridge.Twilio.Numbers.Single();
        (number.SmsUrl, number.SmsMethod, number.SmsApplicationSid) = (
            "https://user:secret@old.example.com/sms?token=1#rc=2",
            "GET",
            "AP00000000000000000000000000000001"
        );

        var connected = (await shell.Run("numbers", "connect", BridgeSetup.Number)).ShouldEndWith(0);
        (number.SmsUrl, number.SmsMethod, number.SmsApplicationSid).ShouldBe((bridge.Instances[0].Webhook, "POST", ""));
        (await shell.Run("numbers", "connect", BridgeSetup.Number)).ShouldEndWith(0).Output.ShouldContain("already");
        await bridge.Customer().Texts("arrives");
        number.SmsUrl = "https://somebody.example.com/";
        (await shell.Run("numbers", "disconnect", BridgeSetup.Number)).ShouldEndWith(1).Errors.ShouldContain("--force");
        number.SmsUrl = bridge.Instances[0].Webhook;
        (await shell.Run("numbers", "disconnect", BridgeSetup.Number)).ShouldEndWith(0);

        (number.SmsUrl, number.SmsMethod, number.SmsApplicationSid).ShouldBe(
            ("https://user:secret@old.example.com/sms?token=1#rc=2", "GET", "AP00000000000000000000000000000001")
        );
        connected.Output.ShouldContain("AP00000000000000000000000000000001");
        (await shell.Run("numbers", "disconnect", BridgeSetup.Number)).ShouldEndWith(1).Errors.ShouldContain("Nothing is saved");
        (await bridge.Database.All<string>("select a::text from audit_log a")).ShouldAllBe(row =>
            !row.Contains("secret") && !row.Contains("token")
        );
    }

    [Fact]
    public async Task A_number_that_twilio_does_not_know_or_will_not_let_us_change_is_told_with_the_remedy()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = bridge.CommandLine();
        await bridge.Ops.Configure(BridgeSetup.Document("+14155550602"));
        await bridge.Ops.Configure(BridgeSetup.Document("77007"));

        (await shell.Run("numbers", "connect", "+14155550602")).ShouldEndWith(1).Errors.ShouldContain("has no such number");
        (await shell.Run("numbers", "connect", "77007")).ShouldEndWith(1).Errors.ShouldContain("/twilio/inbound");
        (await shell.With("Twilio:Accounts:main:AuthTokens:0", "wrong").Run("numbers", "connect", BridgeSetup.Number))
            .ShouldEndWith(1)
            .Errors.ShouldContain("smsbridge doctor");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("apply")]
    [InlineData("keys create x --role king")]
    [InlineData("replay")]
    [InlineData("export --format xml")]
    public async Task A_wrong_command_line_ends_with_2(string line) =>
        (await new CommandLine(new Dictionary<string, string?>()).Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .ShouldEndWith(2)
            .Errors.Trim()
            .ShouldNotBeEmpty();

    [Fact]
    public async Task Without_database_or_migrations_a_command_says_what_to_do()
    {
        var nowhere = new CommandLine(
            new Dictionary<string, string?> { ["ConnectionStrings:Bridge"] = "Host=127.0.0.1;Port=1;Username=x;Database=x" }
        );
        var empty = nowhere.With("ConnectionStrings:Bridge", await postgres.CreateEmptyDatabase());

        (await nowhere.Run("numbers", "list")).ShouldEndWith(1).Errors.ShouldContain("ConnectionStrings:Bridge");
        (await nowhere.With("ConnectionStrings:Bridge", null).Run("numbers", "list"))
            .ShouldEndWith(1)
            .Errors.ShouldContain("ConnectionStrings:Bridge is missing");
        (await empty.Run("numbers", "list")).ShouldEndWith(1).Errors.ShouldContain("smsbridge migrate");
    }

    [Fact]
    public async Task The_shell_completes_commands_and_the_scripts_ask_the_program()
    {
        var shell = new CommandLine(new Dictionary<string, string?>());

        (await shell.Run("[suggest:18]", "smsbridge numbers ")).Output.Split('\n').ShouldContain("disconnect");
        (await shell.Run("[suggest:32]", "smsbridge keys create x --role ")).Output.Split('\n').ShouldContain("operator");
        foreach (var kind in new[] { "bash", "zsh", "fish" })
        {
            (await shell.Run("completion", kind)).ShouldEndWith(0).Output.ShouldContain("[suggest:");
        }
    }

    [Theory]
    [InlineData("settings", "appsettings.schema.json")]
    [InlineData("numbers", "numbers.schema.json")]
    public async Task The_schemas_are_those_of_the_repository(string which, string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SmsBridge.sln")))
        {
            folder = folder.Parent!;
        }

        (await new CommandLine(new Dictionary<string, string?>()).Run("schema", which))
            .ShouldEndWith(0)
            .Output.ShouldBe(await File.ReadAllTextAsync(Path.Combine(folder.FullName, file)));
    }
}
