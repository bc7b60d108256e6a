using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Admin;

/// <summary>An instance is killed without a chance to tidy up, and another one goes on.</summary>
public sealed class KilledTests(TestPostgres postgres)
{
    /// <summary>Generous: leases are short here.</summary>
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(60);

    private static readonly BridgeSetup Dying = new() { Lease = BridgeSetup.ShortLease };

    [Fact]
    public async Task Killed_during_a_turn_the_turn_is_asked_once_more_by_the_next_and_answered_once()
    {
        await using var around = await BridgeUnderTest.Surroundings(await postgres.CreateDatabase(), Dying);
        await using var first = await ChildBridge.Serve(around);
        await around.ConfigureNumbers(first.Ops, first.Webhook);
        var customer = around.Customer();
        around.Chat.Faults.Next(1, Fault.AcceptThenHang, "respond", customer.Address);

        await customer.Texts("one");
        await customer.Texts("two");
        await around.Chat.Turns.WaitForCount(customer.Address, 1, Eventually.Patience);
        await first.Kill();
        (
            await around.Database.One<double>(
                "select extract(epoch from due_at - now())::float8 from work where kind = 'turn' and lease is not null"
            )
        ).ShouldBeLessThanOrEqualTo(BridgeSetup.ShortLease.TotalSeconds, "the lease is as short as the test asked for");
        await using var second = await ChildBridge.Serve(around);

        (await customer.Receives(Takeover)).ShouldBe("You said: one");
        (await customer.Receives()).ShouldBe("You said: two");
        await customer.Settles();
        customer.Asked.ShouldBe(["one", "one", "two"]);
        customer.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Killed_twice_before_the_agent_was_asked_the_text_is_answered_and_not_apologised_for()
    {
        await using var around = await BridgeUnderTest.Surroundings(await postgres.CreateDatabase(), Dying);
        await using var first = await ChildBridge.Serve(around);
        await around.ConfigureNumbers(first.Ops, first.Webhook);
        var customer = around.Customer();
        around.Chat.Faults.Next(2, Fault.Hang, "create");

        await customer.Texts("one");
        await around.Chat.Faults.Applied.WaitForCount(1, Eventually.Patience);
        await first.Kill();
        await using var second = await ChildBridge.Serve(around);
        await around.Chat.Faults.Applied.WaitForCount(2, Takeover);
        await second.Kill();
        await using var third = await ChildBridge.Serve(around);

        (await customer.Receives(Takeover)).ShouldBe("You said: one");
        customer.Asked.ShouldBe(["one"]);
    }

    [Fact]
    public async Task Killed_during_a_send_that_twilio_took_the_next_finds_it_and_sends_the_rest_once()
    {
        await using var around = await BridgeUnderTest.Surroundings(
            await postgres.CreateDatabase(),
            Dying with
            {
                Callbacks = new() { Mode = Sandbox.Twilio.CallbackMode.Off },
            }
        );
        await using var first = await ChildBridge.Serve(around);
        await around.ConfigureNumbers(first.Ops, first.Webhook);
        var (taken, lost) = (around.Customer(), around.Customer());
        around.Twilio.Faults.Next(1, Fault.AcceptThenHang, "create", taken.Address);
        around.Twilio.Faults.Next(1, Fault.Hang, "create", lost.Address);

        await taken.Texts("one");
        await taken.Texts("two");
        await lost.Texts("one");
        await around.Twilio.Faults.Applied.WaitForCount(2, Eventually.Patience);
        await first.Kill();
        await using var second = await ChildBridge.Serve(around);

        await around.Twilio.Sent.WaitForCount(taken.Address, 2, Takeover);
        await around.Twilio.Sent.WaitForCount(lost.Address, 1, Takeover);
        await taken.Settles();
        await lost.Settles();
        taken.Received.ShouldBe(["You said: one", "You said: two"]);
        lost.Received.ShouldBe(["You said: one"]);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_many_texts_every_acknowledged_one_is_answered_once()
    {
        await using var around = await BridgeUnderTest.Surroundings(await postgres.CreateDatabase(), Dying);
        around.Chat.Latency = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(300));
        await using var first = await ChildBridge.Serve(around);
        await around.ConfigureNumbers(first.Ops, first.Webhook);
        var acknowledged = new List<Customer>();
        var texting = Parallel.ForEachAsync(
            Enumerable.Range(0, 150).Select(_ => around.Customer()),
            new ParallelOptions { MaxDegreeOfParallelism = 6 },
            async (customer, _) =>
            {
                if ((await customer.Sends("hi")).Status == 200)
                {
                    lock (acknowledged)
                    {
                        acknowledged.Add(customer);
                    }
                }
            }
        );

        await around.Chat.Turns.WaitForCount(30, Eventually.Patience);
        await first.Kill();
        await using var second = await ChildBridge.Serve(around);
        await texting;

        acknowledged.Count.ShouldBeGreaterThan(20);
        foreach (var customer in acknowledged)
        {
            (await customer.Receives(Takeover)).ShouldBe("You said: hi");
            await customer.Settles(Takeover);
            customer.Received.Count.ShouldBe(1);
            customer.Asked.Count.ShouldBeLessThanOrEqualTo(2);
        }
    }
}
