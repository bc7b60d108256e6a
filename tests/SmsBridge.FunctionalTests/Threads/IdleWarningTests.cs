using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class IdleWarningTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Warning = "Are you still there?";

    private protected override BridgeSetup Setup =>
        new()
        {
            Instances = 2,
            Script = new AgentScript("Hello.", [])
                .On("human", "Passing on.", handoff: """{ "destination": "d" }""")
                .Otherwise("Said {text}"),
            Numbers =
            [
                BridgeSetup.Document(change: d => (d["idleTimeout"], d["idleWarning"], d["idleGrace"]) = ("00:00:02", Warning, "00:00:02")),
            ],
        };

    [Fact]
    public async Task A_silent_customer_is_warned_once_and_the_conversation_closed_after_the_grace()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();

        (await customer.Receives()).ShouldBe(Warning);
        await Bridge.Chat.Closes.WaitForCount(customer.Address, 1, Eventually.Patience);
        await customer.Settles();

        customer.Received.ShouldBe(["Said hi", Warning]);
        (await customer.Messages())[^1].GetProperty("author").GetString().ShouldBe("bridge");
        (await customer.Thread()).GetProperty("state").GetString().ShouldBe("idle");
        var early =
            "conversations c join threads t on t.id = c.thread_id where t.id = $1 and c.close_reason = 'idle' and (c.warned_at < t.last_text_at + interval '2 s' or c.closed_at < c.warned_at + interval '2 s')";
        (await Bridge.Database.Count(early, customer.ThreadId)).ShouldBe(0);
    }

    [Fact]
    public async Task A_text_in_the_grace_period_keeps_the_same_conversation_and_the_next_silence_is_warned_of_again()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        (await customer.Receives()).ShouldBe(Warning);

        await customer.Texts("yes");

        (await customer.Receives()).ShouldBe("Said yes");
        (await customer.Receives()).ShouldBe(Warning);
        customer.Conversations.Count.ShouldBe(1);
        // Neither our reply nor the warning counts as the customer's: a full silence lies between text and warning.
        var early =
            "conversations c join threads t on t.id = c.thread_id where t.id = $1 and c.warned_at < t.last_text_at + interval '2 s'";
        (await Bridge.Database.Count(early, customer.ThreadId)).ShouldBe(0);
        await Bridge.Chat.Closes.WaitForCount(customer.Address, 1, Eventually.Patience);
        customer.Received.ShouldBe(["Said hi", Warning, "Said yes", Warning]);
    }

    [Fact]
    public async Task Timers_restart_on_the_customers_texts_only()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        var texted = await LastText(customer);
        await customer.Receives();
        await customer.Receives();
        await customer.Shows("out", "delivered");

        (await LastText(customer)).ShouldBe(texted);
    }

    [Fact]
    public async Task Nobody_is_warned_while_people_have_the_thread()
    {
        var (handedOver, other) = (Bridge.Customer(), Bridge.Customer());
        await handedOver.Texts("human");
        await handedOver.Receives();
        await other.Texts("hi");

        await Bridge.Chat.Closes.WaitForCount(other.Address, 1, Eventually.Patience);

        handedOver.Received.ShouldBe(["Passing on."]);
    }

    [Fact]
    public async Task A_text_at_the_end_of_the_grace_either_keeps_the_conversation_or_opens_a_new_one()
    {
        var customers = Enumerable.Range(0, 40).Select(_ => Bridge.Customer()).ToList();
        await Task.WhenAll(
            customers.Select(
                async (customer, i) =>
                {
                    await customer.Texts("hi");
                    await customer.Receives();
                    await customer.Receives();
                    await Task.Delay(1800 + (i * 40));
                    await customer.Sends("at last", new() { Urls = [Bridge.Instances[i % 2].Webhook] });
                    await Eventually.Holds(() => customer.Received.Contains("Said at last"), "an answer");
                }
            )
        );

        foreach (var customer in customers)
        {
            customer.Asked.ShouldBe(["hi", "at last"]);
            customer.Received.Count(r => r == "Said at last").ShouldBe(1);
        }

        // Kept: answered before it was closed. Closed: answered elsewhere.
        var both =
            "messages m join turns t on t.id = m.turn_id and t.thread_id = m.thread_id join conversations c on c.id = t.conversation_id and c.thread_id = t.thread_id where m.direction = 'in' and m.text = 'at last' and c.closed_at < t.finished_at";
        (await Bridge.Database.Count(both)).ShouldBe(0);
        var neither =
            "threads t where exists (select 1 from conversations c join conversations later on later.thread_id = c.thread_id and later.opened_at > c.opened_at where c.thread_id = t.id and c.close_reason is distinct from 'idle')";
        (await Bridge.Database.Count(neither)).ShouldBe(0);
        foreach (var customer in customers)
        {
            await Bridge.Chat.Closes.WaitForCount(customer.Address, customer.Conversations.Count, Eventually.Patience);
            Bridge.Chat.Closes.Of(customer.Address).Count.ShouldBe(customer.Conversations.Count);
        }
    }

    private Task<DateTime> LastText(Customer customer) =>
        Bridge.Database.One<DateTime>("select last_text_at from threads where id = $1", customer.ThreadId);
}
