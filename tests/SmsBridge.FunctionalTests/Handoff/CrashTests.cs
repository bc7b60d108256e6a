using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>The bridge, the desk or the database dies in the middle of people's work.</summary>
public sealed class CrashTests(TestPostgres postgres)
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Control_outlives_the_instance_that_gave_it()
    {
        await using var bridge = await BridgeOnLines.Without(
            postgres,
            new() { Script = LiveAgentTests.Script, Lease = BridgeSetup.ShortLease }
        );
        var (dying, staying) = (await bridge.Serve(), await bridge.Serve());
        bridge.Connect(dying);
        var customer = bridge.Around.Customer();
        var person = new DeskPerson(customer, dying.Ops);
        await customer.Texts("human");
        await customer.Receives();
        await person.TakesTheThread();

        await dying.Kill();
        bridge.Connect(staying);
        person.Ops = staying.Ops;

        (await person.Writes("Still here.", "1")).Status.ShouldBe(202);
        (await customer.Receives(Recovery)).ShouldBe("Still here.");
        await customer.Texts("good");
        (await person.Hears("message")).GetProperty("text").GetString().ShouldBe("good");
        (await person.Releases()).Status.ShouldBe(200);
        await customer.Texts("hi");
        (await customer.Receives(Recovery)).ShouldBe("You said: hi");
    }

    [Fact]
    public async Task A_text_whose_answer_the_desk_never_heard_is_sent_once()
    {
        await using var bridge = await BridgeOnLines.Without(
            postgres,
            new() { Script = LiveAgentTests.Script, Lease = BridgeSetup.ShortLease }
        );
        var (dying, staying) = (await bridge.Serve(), await bridge.Serve());
        bridge.Connect(dying);
        var customer = bridge.Around.Customer();
        var person = new DeskPerson(customer, dying.Ops);
        await customer.Texts("human");
        await customer.Receives();
        await person.TakesTheThread();
        bridge.Around.Twilio.Faults.Next(1, Sandbox.Wire.Fault.AcceptThenHang, "create", customer.Address);

        (await person.Writes("Once.", "1")).Status.ShouldBe(202);
        await bridge.Around.Twilio.Faults.Applied.WaitForCount(customer.Address, 1, Eventually.Patience);
        await dying.Kill();
        // The desk crashed too: it accepts anew, and repeats what it does not know to be written.
        person.Ops = staying.Ops;
        (await person.Accepts()).Status.ShouldBe(200);
        (await person.Writes("Once.", "1")).Status.ShouldBe(202);

        await customer.Settles(Recovery);
        customer.Received.ShouldBe(["Passing you on.", "Once."]);
    }

    [Fact]
    public async Task While_the_database_is_away_people_are_told_so_and_may_try_again()
    {
        await using var bridge = await BridgeOnLines.Start(postgres, new() { Script = LiveAgentTests.Script });
        var customer = bridge.Around.Customer();
        var person = new DeskPerson(customer, bridge.Around.Ops);
        await customer.Texts("human");
        await customer.Receives();
        await person.TakesTheThread();

        bridge.Postgres.Cut();
        Answer[] answers = [await person.Accepts(), await person.Writes("x", "1"), await person.Releases()];
        bridge.Postgres.Mend();

        answers.ShouldAllBe(a => a.Status == 503 && a.ContentType == "application/problem+json");
        await Eventually.Holds(async () => (await person.Writes("x", "1")).Status == 202, "the database is back");
        (await customer.Receives()).ShouldBe("x");
        (await person.Releases()).Status.ShouldBe(200);
    }
}
