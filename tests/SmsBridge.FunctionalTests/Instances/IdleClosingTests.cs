using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Instances;

/// <summary>Idle conversations with two instances; see also the tests of threads.</summary>
public sealed class IdleClosingTests(SharedBridge shared) : BridgeTests(shared)
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(2);

    private protected override BridgeSetup Setup =>
        new()
        {
            Instances = 2,
            Script = new AgentScript("Hello.", [])
                .On("human", "Passing on.", handoff: """{ "destination": "d" }""")
                .On("think", "Thought.", latencySeconds: 4)
                .Otherwise("You said: {text}"),
            Numbers = [BridgeSetup.Document(change: d => d["idleTimeout"] = "00:00:02")],
        };

    [Fact]
    public async Task A_conversation_stays_open_while_the_agent_thinks_longer_than_the_idle_timeout()
    {
        var customer = Bridge.Customer();

        await customer.Texts("think");

        (await customer.Receives()).ShouldBe("Thought.");
        Bridge.Chat.Closes.Of(customer.Address).ShouldBeEmpty();
        await Bridge.Chat.Closes.WaitForCount(customer.Address, 1, Eventually.Patience);
        await customer.Settles();
        Bridge.Chat.Closes.Of(customer.Address).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_conversation_stays_open_while_its_text_waits_for_an_agent_in_trouble()
    {
        var customer = Bridge.Customer();
        await customer.Texts("one");
        await customer.Receives();
        Bridge.Chat.Faults.Next(1, Fault.Http(429, retryAfter: TimeSpan.FromSeconds(6)), "respond", customer.Address);

        await customer.Texts("two");

        (await customer.Receives()).ShouldBe("You said: two");
        customer.Conversations.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Texts_at_the_very_end_of_the_silence_are_answered_each_in_an_open_conversation()
    {
        var customers = Enumerable.Range(0, 8).Select(_ => Bridge.Customer()).ToList();
        await Task.WhenAll(
            customers.Select(
                async (customer, i) =>
                {
                    await customer.Texts("one");
                    await customer.Receives();
                    using var timer = new PeriodicTimer(IdleTimeout + TimeSpan.FromMilliseconds((i - 4) * 40));
                    await timer.WaitForNextTickAsync();
                    await customer.Texts("two");
                    (await customer.Receives()).ShouldBe("You said: two");
                }
            )
        );

        foreach (var customer in customers)
        {
            customer.Asked.ShouldBe(["one", "two"]);
            await Bridge.Chat.Closes.WaitForCount(customer.Address, customer.Conversations.Count, Eventually.Patience);
            await customer.Settles();
            customer.Conversations.ShouldAllBe(c => Bridge.Chat.Closes.Of(customer.Address).Count(x => x.Conversation == c) == 1);
        }
    }

    [Fact]
    public async Task The_close_is_told_to_a_chat_api_that_is_in_trouble_at_first()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(4, Fault.Http(503), "close", customer.Address);

        await customer.Texts("one");

        await Bridge.Chat.Closes.WaitForCount(customer.Address, 1, Eventually.Patience);
        await customer.Settles();
        Bridge.Chat.Closes.Of(customer.Address).Count.ShouldBe(1);
    }
}
