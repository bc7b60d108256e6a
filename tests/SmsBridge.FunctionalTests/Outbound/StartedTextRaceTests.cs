using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Outbound;

public sealed class StartedTextRaceTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_reply_that_the_agent_computes_is_withheld_and_the_text_is_asked_again_where_the_agent_knows()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        bridge.Chat.Latency = Latency.Constant(TimeSpan.FromSeconds(1));
        await customer.Texts("hi");
        await bridge.Chat.Turns.WaitForCount(customer.Address, 1, Eventually.Patience);

        (await Starter.Starts(bridge.Ops, customer, "Your order is ready.", "1")).Status.ShouldBe(202);

        await customer.Receives();
        await customer.Receives();
        await customer.Settles();
        customer.Received.ShouldBe(["Your order is ready.", "You said: hi"]);
        customer.Asked.ShouldBe(["hi", "hi"]);
        Starter.Told(customer.Conversations[^1], "last_outbound_text").ShouldBe("Your order is ready.");
    }

    [Fact]
    public async Task A_withheld_reply_is_not_sent_either_where_it_is_written_together_with_the_one_that_replaces_it()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var (customer, other) = (bridge.Customer(), bridge.Customer());
        await other.Texts("first");
        await other.Receives();
        bridge.Chat.Latency = Latency.Constant(TimeSpan.FromSeconds(4));
        await customer.Texts("hi");
        await bridge.Chat.Turns.WaitForCount(customer.Address, 1, Eventually.Patience);
        (await Starter.Starts(bridge.Ops, customer, "Your order is ready.", "1")).Status.ShouldBe(202);
        await bridge.Chat.Turns.WaitForCount(customer.Address, 2, Eventually.Patience);

        // What is answered while another write waits goes into the next one together.
        bridge.Chat.Latency = Latency.None;
        await using (await bridge.Database.Hold("select from thread_segments where thread_id = $1 for update", other.ThreadId))
        {
            await other.Texts("second");
            await Eventually.Holds(
                () => bridge.Chat.Turns.Of(customer.Address).All(t => t.EndedAt is not null),
                "the agent has answered both times"
            );
            await Task.Delay(TimeSpan.FromSeconds(0.5), TestContext.Current.CancellationToken);
        }

        await other.Receives();
        await customer.Settles();
        customer.Received.ShouldBe(["Your order is ready.", "You said: hi"]);
    }

    [Fact]
    public async Task A_conversation_that_is_opened_too_late_is_closed_and_nothing_is_asked_in_it()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        bridge.Chat.Faults.Next(1, Fault.Slow(TimeSpan.FromSeconds(2)), "create", customer.Address);
        await customer.Texts("hi");
        await bridge.Chat.Faults.Applied.WaitForCount(customer.Address, 1, Eventually.Patience);

        (await Starter.Starts(bridge.Ops, customer, "Your order is ready.", "1")).Status.ShouldBe(202);

        (await customer.Receives()).ShouldBe("Your order is ready.");
        (await customer.Receives()).ShouldBe("You said: hi");
        await bridge.Chat.Closes.WaitForCount(customer.Address, 1, Eventually.Patience);
        await customer.Settles();
        var asked = bridge.Chat.Turns.Of(customer.Address).ShouldHaveSingleItem().Conversation;
        customer.Conversations.Count.ShouldBe(2);
        bridge.Chat.Closes.Of(customer.Address).ShouldHaveSingleItem().Conversation.ShouldNotBe(asked);
    }

    [Fact]
    public async Task Of_two_instances_one_sends_what_was_scheduled_also_when_the_one_that_took_it_is_gone()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Instances = 2 });
        var customers = Enumerable.Range(0, 20).Select(_ => bridge.Customer()).ToList();
        var others = Enumerable.Range(0, 5).Select(_ => bridge.Customer()).ToList();
        var soon = DateTimeOffset.UtcNow.AddSeconds(2).ToString("O");
        foreach (var customer in customers)
        {
            (await Starter.Starts(bridge.Ops, customer, "later", "1", b => b["sendAt"] = soon)).Status.ShouldBe(202);
        }

        foreach (var customer in customers)
        {
            await customer.Receives();
            await customer.Settles();
            customer.Received.ShouldBe(["later"]);
        }

        var last = await BridgeInstance.Start(bridge.Settings);
        foreach (var customer in others)
        {
            (
                await Starter.Starts(last.Ops, customer, "later", "1", b => b["sendAt"] = DateTimeOffset.UtcNow.AddSeconds(3).ToString("O"))
            ).Status.ShouldBe(202);
        }

        await last.DisposeAsync();
        foreach (var customer in others)
        {
            (await customer.Receives()).ShouldBe("later");
        }
    }
}
