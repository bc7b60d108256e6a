using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Work;

/// <summary>A provider is away for some seconds while customers go on texting.</summary>
public sealed class OutageTests(TestPostgres postgres)
{
    private const int CircuitOpened = 112;
    private const int CircuitClosed = 113;
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task While_the_chat_api_is_away_texts_wait_and_all_are_answered_in_order_and_once_afterwards()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        var customers = Enumerable.Range(0, 10).Select(_ => bridge.Around.Customer()).ToList();
        bridge.Chat.Cut();

        await TextAll(customers);
        await Eventually.Holds(() => child.Logged(CircuitOpened) > 0, "the circuit is open");
        bridge.Chat.Mend();

        await AllAnswered(customers);
        customers.ShouldAllBe(c => c.AskedTexts.SequenceEqual(new[] { "one", "two", "three" }));
        customers.ShouldAllBe(c => c.Conversations.Count == 1);
        child.Logged(CircuitClosed).ShouldBe(child.Logged(CircuitOpened));
        (await bridge.Around.Database.Count("failures")).ShouldBe(0);
    }

    [Fact]
    public async Task While_twilio_is_away_replies_wait_and_all_are_sent_in_order_and_once_afterwards()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        var customers = Enumerable.Range(0, 10).Select(_ => bridge.Around.Customer()).ToList();
        bridge.Twilio.Cut();

        await TextAll(customers);
        await Eventually.Holds(() => child.Logged(CircuitOpened) > 0, "the circuit is open");
        bridge.Twilio.Mend();

        await AllAnswered(customers);
        child.Logged(CircuitClosed).ShouldBe(child.Logged(CircuitOpened));
        (await bridge.Around.Database.Count("failures")).ShouldBe(0);
    }

    [Fact]
    public async Task While_the_chat_api_is_silent_texts_wait_and_each_gets_one_text_afterwards()
    {
        await using var bridge = await BridgeOnLines.Start(postgres, BridgeSetup.With(("Agents:support:Timeout", "00:00:02")));
        var customers = Enumerable.Range(0, 5).Select(_ => bridge.Around.Customer()).ToList();
        foreach (var customer in customers)
        {
            await customer.Texts("before");
            await customer.Receives();
        }

        bridge.Chat.Silence();
        await Task.WhenAll(customers.Select(c => c.Texts("during")));
        await Eventually.Holds(
            async () => await bridge.Around.Database.Count("work where kind = 'turn' and category = 'UnknownOutcome'") == 5,
            "nobody knows what became of the turns"
        );
        bridge.Chat.Cut();
        bridge.Chat.Mend();

        foreach (var customer in customers)
        {
            (await customer.Receives(Recovery)).ShouldBe("You said: during");
            await customer.Settles();
            customer.Received.Count.ShouldBe(2);
            customer.Asked.Count(t => t == "during").ShouldBeInRange(1, 2);
        }
    }

    private static async Task TextAll(List<Customer> customers)
    {
        foreach (var text in new[] { "one", "two", "three" })
        {
            foreach (var customer in customers)
            {
                await customer.Texts(text);
            }
        }
    }

    private static async Task AllAnswered(List<Customer> customers)
    {
        foreach (var customer in customers)
        {
            await customer.Receives(Recovery);
            await customer.Settles(Recovery);
            customer.Echoed.ShouldBe(["one", "two", "three"]);
        }
    }
}
