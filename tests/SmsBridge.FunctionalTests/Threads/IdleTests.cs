using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class IdleTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup =>
        new()
        {
            Instances = 2,
            Script = new AgentScript("Hello.", [])
                .On("human", "Passing on.", handoff: """{ "destination": "d" }""")
                .Otherwise("Said {text}"),
            Numbers = [BridgeSetup.Document(change: d => d["idleTimeout"] = "00:00:02")],
        };

    [Fact]
    public async Task A_conversation_is_closed_here_and_at_the_agent_once_after_the_customers_silence()
    {
        var customers = Enumerable.Range(0, 5).Select(_ => Bridge.Customer()).ToList();
        foreach (var customer in customers)
        {
            await customer.Texts("hi");
            await customer.Receives();
        }

        foreach (var customer in customers)
        {
            await Bridge.Chat.Closes.WaitForCount(customer.Address, 1, Eventually.Patience);
            await Eventually.Holds(
                async () => await Bridge.Database.Count("work where thread_id = $1", customer.ThreadId) == 0,
                "not even a timer is left"
            );
            Bridge.Chat.Closes.Of(customer.Address).Count.ShouldBe(1);
            (await customer.Thread()).GetProperty("state").GetString().ShouldBe("idle");
            (await Bridge.Database.All<string>("select close_reason from conversations where thread_id = $1", customer.ThreadId)).ShouldBe([
                "idle",
            ]);
        }

        // Not before its time.
        var early = await Bridge.Database.Count(
            "conversations c join threads t on t.id = c.thread_id where c.closed_at < t.last_text_at + interval '2 s'"
        );
        early.ShouldBe(0);
    }

    [Fact]
    public async Task A_text_keeps_the_conversation_open()
    {
        var customer = Bridge.Customer();
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(4))
        {
            await customer.Texts("hi");
            await customer.Receives();
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
            await timer.WaitForNextTickAsync();
        }

        customer.Conversations.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_time_does_not_run_while_people_have_the_thread()
    {
        var (handedOver, other) = (Bridge.Customer(), Bridge.Customer());
        await handedOver.Texts("human");
        await handedOver.Receives();
        await other.Texts("hi");
        await other.Receives();

        await Bridge.Chat.Closes.WaitForCount(other.Address, 1, Eventually.Patience);

        (await handedOver.Thread()).GetProperty("state").GetString().ShouldBe("handover");
        Bridge.Chat.Closes.Of(handedOver.Address).ShouldBeEmpty();
    }
}
