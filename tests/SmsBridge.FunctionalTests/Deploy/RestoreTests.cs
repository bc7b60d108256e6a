using SmsBridge.FunctionalTests.Outbound;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Deploy;

/// <summary>A backup by pg_dump, life that goes on after it, the loss of the database, and the backup in a fresh one.</summary>
public sealed class RestoreTests(TestPostgres postgres)
{
    private static readonly Fault Busy = Fault.Http(429);

    [Fact]
    public async Task What_was_sent_and_answered_after_the_backup_is_not_sent_and_answered_again()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var around = bridge.Around;
        var child = await bridge.Serve();
        var (usual, inLine, severalInLine, unsent, asked) = (
            around.Customer(),
            around.Customer(),
            around.Customer(),
            around.Customer(),
            around.Customer()
        );
        var (due, later) = (around.Customer(), around.Customer());
        await usual.Texts("before");
        await usual.Receives();

        // What is under way when the backup is made: replies in line, a text that the agent has not answered, texts for later.
        foreach (var customer in new[] { inLine, severalInLine, unsent })
        {
            around.Twilio.Faults.Rate(1, Busy, "create", customer.Address);
            await customer.Texts("hi");
            await customer.Shows(child.Ops, "out", "queued");
        }

        await severalInLine.Texts("again");
        await Eventually.Holds(
            async () =>
                await around.Database.Count("messages where thread_id = $1 and direction = 'out' and pending", severalInLine.ThreadId) == 2,
            "two replies wait"
        );
        around.Chat.Faults.Rate(1, Busy, "respond", asked.Address);
        await asked.Texts("hi");
        await Eventually.Holds(
            async () => await around.Database.Count("work where thread_id = $1 and category is not null", asked.ThreadId) == 1,
            "the agent's answer has to wait"
        );
        await Starter.Starts(child.Ops, due, "due", "1", b => b["sendAt"] = DateTimeOffset.UtcNow.AddSeconds(8));
        await Starter.Starts(child.Ops, later, "later", "1", b => b["sendAt"] = DateTimeOffset.UtcNow.AddHours(1));
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "smsbridge.dump");
        await PostgresBackup.Dump(around.Database.ConnectionString, file);

        // Life goes on; only one reply is never sent.
        around.Twilio.Faults.Clear();
        around.Twilio.Faults.Rate(1, Busy, "create", unsent.Address);
        around.Chat.Faults.Clear();
        (await inLine.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: hi");
        await around.Twilio.Sent.WaitForCount(severalInLine.Address, 2, TimeSpan.FromSeconds(60));
        (await asked.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: hi");
        (await due.Receives(TimeSpan.FromSeconds(60))).ShouldBe("due");
        await child.Terminate();
        await child.Ends();
        around.Twilio.Faults.Clear();

        // The database is lost.
        var restored = await postgres.CreateEmptyDatabase();
        await PostgresBackup.Restore(file, restored);
        bridge.Settings["ConnectionStrings:Bridge"] = restored;
        var shell = new CommandLine(around.Settings("http://127.0.0.1:1", "http://127.0.0.1:2"));
        var told = (await shell.Run("after-restore", "--json")).ShouldEndWith(0).Json;
        told.GetProperty("toBeLookedFor").GetInt32().ShouldBe(4);
        told.GetProperty("sentAlready").GetInt32().ShouldBe(1);
        told.GetProperty("textsInFailures").GetInt32().ShouldBe(1);
        child = await bridge.Serve();

        // The one reply that nobody got is sent, and the others are not sent again.
        (await unsent.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: hi");
        await using var database = new Database(restored);
        await Eventually.Holds(async () => await database.Count("work where kind in ('turn', 'send')") == 0, "nothing is left to do");
        inLine.Received.ShouldBe(["You said: hi"]);
        severalInLine.Received.ShouldBe(["You said: hi", "You said: again"]);
        asked.Received.ShouldBe(["You said: hi"]);
        due.Received.ShouldBe(["due"]);
        unsent.Received.ShouldBe(["You said: hi"]);
        later.Received.ShouldBeEmpty();
        (await database.Count("messages where send_at is not null and status = 'queued' and not pending")).ShouldBe(
            1,
            "what is for later waits on"
        );

        // And it works as before.
        bridge.Connect(child);
        await usual.Texts("after");
        (await usual.Receives()).ShouldBe("You said: after");
        var failure = (await child.Ops.Get("/api/v1/failures")).Json.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        failure.GetProperty("reason").GetString()!.ShouldStartWith("restored:");
        (await child.Ops.Get("/api/v1/audit?action=database.restored")).Json.GetProperty("items").GetArrayLength().ShouldBe(1);

        // Who looks and finds that it was not answered after all has it answered.
        (await child.Ops.Post($"/api/v1/failures/{failure.GetProperty("id").GetString()}/replay")).Status.ShouldBe(202);
        await around.Twilio.Sent.WaitForCount(asked.Address, 2, Eventually.Patience);
    }

    [Fact]
    public async Task Handoffs_of_the_backup_are_ended_so_that_nobody_waits_for_people_who_have_gone()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.Usual with { Script = Handoff.LiveAgentTests.Script });
        var customer = bridge.Customer();
        await customer.Texts("human");
        await customer.Receives();
        await Eventually.Holds(async () => await bridge.Database.Count("handoffs where state = 'waiting'") == 1, "a handoff waits");
        await customer.Settles();

        var told = (await bridge.CommandLine().Run("after-restore", "--json")).ShouldEndWith(0).Json;

        told.GetProperty("handoffsEnded").GetInt32().ShouldBe(1);
        (await customer.Thread()).GetProperty("state").GetString().ShouldBe("idle");
        (await bridge.Database.One<string>("select end_reason from handoffs")).ShouldBe("restored");
        await Eventually.Holds(
            async () => await bridge.Database.Count("handoff_events where type = 'smsbridge.handoff.released.v1'") == 1,
            "the desk hears of it"
        );
    }

    [Fact]
    public async Task What_came_after_the_given_moment_is_left_alone()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        bridge.Twilio.Faults.Rate(1, Busy, "create", customer.Address);
        await customer.Texts("hi");
        await customer.Shows("out", "queued");

        var told = (await bridge.CommandLine().Run("after-restore", "--at", "2020-01-01T00:00:00Z", "--json")).ShouldEndWith(0).Json;

        told.GetProperty("toBeLookedFor").GetInt32().ShouldBe(0);
        (await bridge.Database.Count("messages where status = 'unknown'")).ShouldBe(0);
    }

    [Fact]
    public async Task While_Twilio_cannot_be_asked_it_says_so_and_may_be_run_again()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        var customer = bridge.Around.Customer();
        await Starter.Starts(child.Ops, customer, "later", "1", b => b["sendAt"] = DateTimeOffset.UtcNow.AddHours(1));
        await child.Kill();
        await bridge.Around.Database.Do("update messages set send_at = now() - interval '1 minute'");
        var shell = new CommandLine(bridge.Around.Settings("http://127.0.0.1:1", "http://127.0.0.1:2"));

        var away = (await shell.With("Twilio:ApiUrl", "http://127.0.0.1:1").Run("after-restore")).ShouldEndWith(1);
        var again = (await shell.Run("after-restore", "--json")).ShouldEndWith(0);

        away.Errors.ShouldContain("run after-restore again, before serve");
        again.Json.GetProperty("stillToBeSent").GetInt32().ShouldBe(1);
    }
}
