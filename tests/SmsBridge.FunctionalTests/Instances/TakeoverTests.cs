using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Instances;

/// <summary>One of two instances dies or freezes in the middle of its work; the other one takes it over.</summary>
public sealed class TakeoverTests(TestPostgres postgres)
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    public async Task The_other_instance_takes_turns_and_sends_over_within_a_minute_and_nothing_is_lost_or_sent_twice(string signal)
    {
        await using var bridge = await BridgeOnLines.Without(
            postgres,
            BridgeSetup.Usual with
            {
                Callbacks = new() { Mode = CallbackMode.Off },
                Lease = BridgeSetup.ShortLease,
            }
        );
        var (dying, staying) = (await bridge.Serve(), await bridge.Serve());
        bridge.Connect(dying);
        var around = bridge.Around;
        var asking = around.Customer();
        var sending = around.Customer();
        var many = Enumerable.Range(0, 30).Select(_ => around.Customer()).ToList();
        around.Chat.Latency = Latency.Constant(TimeSpan.FromMilliseconds(400));
        around.Chat.Faults.Next(1, Fault.AcceptThenHang, "respond", asking.Address);
        around.Twilio.Faults.Next(1, Fault.AcceptThenHang, "create", sending.Address);

        await asking.Texts("one");
        await asking.Texts("two");
        await sending.Texts("one");
        await sending.Texts("two");
        await around.Chat.Turns.WaitForCount(asking.Address, 1, Eventually.Patience);
        await around.Twilio.Sent.WaitForCount(sending.Address, 1, Eventually.Patience);
        await Task.WhenAll(many.Select(c => c.Texts("hi")));
        await dying.Signal(signal);
        bridge.Connect(staying);

        await around.Chat.Turns.WaitForCount(asking.Address, 2, Recovery);
        await around.Twilio.Sent.WaitForCount(sending.Address, 2, Recovery);
        foreach (var customer in many.Append(asking).Append(sending))
        {
            await customer.Receives(Recovery);
            await customer.Settles(Recovery);
        }

        if (signal == "STOP")
        {
            // Back among the living, it must not go on with what others have done.
            await dying.Signal("CONT");
            await Eventually.Holds(async () => await dying.Asked("/health/ready") == 200, "it is awake");
            await asking.Texts("three");
            await asking.Receives();
            (await asking.Receives()).ShouldBe("You said: three");
        }

        asking.Asked.Take(3).ShouldBe(["one", "one", "two"]);
        asking.Received.Take(2).ShouldBe(["You said: one", "You said: two"]);
        sending.Received.ShouldBe(["You said: one", "You said: two"]);
        many.ShouldAllBe(c => c.Received.Count == 1 && c.Asked.Count <= 2);
        // Whoever was asked twice is flagged; one that was only about to be asked may be as well.
        var asks = await around.Database.All<int>("select asks from turns");
        asks.Count(a => a == 2).ShouldBeGreaterThanOrEqualTo(many.Append(asking).Count(c => c.Asked.Count(t => t is "hi" or "one") == 2));
    }

    [Fact]
    public async Task A_reply_in_parts_goes_on_with_the_second_part_when_the_instance_dies_after_the_first()
    {
        var parts = string.Join(' ', Enumerable.Range(0, 600).Select(i => $"w{i:00000}"));
        await using var bridge = await BridgeOnLines.Without(
            postgres,
            BridgeSetup.Usual with
            {
                Script = new AgentScript("Hello.", []).Otherwise(parts),
                Callbacks = new() { Mode = CallbackMode.Off },
                Lease = BridgeSetup.ShortLease,
            }
        );
        var first = await bridge.Serve();
        await bridge.Serve();
        var customer = bridge.Around.Customer();
        bridge.Around.Twilio.Faults.Next(1, Fault.Slow(TimeSpan.Zero), "create", customer.Address);
        bridge.Around.Twilio.Faults.Next(1, Fault.Hang, "create", customer.Address);

        await customer.Texts("hi");
        await bridge.Around.Twilio.Faults.Applied.WaitForCount(customer.Address, 2, Eventually.Patience);
        customer.Received.Count.ShouldBe(1);
        await first.Kill();

        await bridge.Around.Twilio.Sent.WaitForCount(customer.Address, 3, Recovery);
        await customer.Settles(Recovery);
        customer.Received.Count.ShouldBe(3);
        string.Join(' ', customer.Received).ShouldBe(parts);
        customer.Asked.ShouldBe(["hi"]);
    }
}
