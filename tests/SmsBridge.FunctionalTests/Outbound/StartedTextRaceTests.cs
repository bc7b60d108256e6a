using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

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

        (await customer.Receives()).ShouldBe("Your order is ready.");
        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Settles();
        customer.Received.Count.ShouldBe(2);
        customer.Asked.ShouldBe(["hi", "hi"]);
        Starter.Told(customer.Conversations[^1], "last_outbound_text").ShouldBe("Your order is ready.");
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
