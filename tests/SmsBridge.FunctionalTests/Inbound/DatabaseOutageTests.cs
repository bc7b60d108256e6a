using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Postgres;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Inbound;

/// <summary>Postgres goes away and comes back; texts wait in the spool meanwhile.</summary>
public sealed class DatabaseOutageTests(TestPostgres postgres)
{
    /// <summary>Patience with Postgres is 5 s.</summary>
    private static readonly TimeSpan Accepted = TimeSpan.FromSeconds(6.5);

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    private static readonly string[] Texts = [.. Enumerable.Range(1, 5).Select(i => $"text {i}")];

    [Fact]
    public async Task Texts_of_an_outage_are_acknowledged_and_answered_in_order_once_also_after_the_instance_was_killed()
    {
        LocalPostgresTests.RequirePostgres();
        await using var server = await LocalPostgres.Start(new() { Durable = true });
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Bridge"] = await server.CreateDatabase("bridge") };
        await using var bridge = await BridgeOnLines.Without(postgres, new() { Settings = settings, Lease = BridgeSetup.ShortLease });
        var first = await bridge.Serve();
        var customers = Enumerable.Range(0, 6).Select(_ => bridge.Around.Customer()).ToList();
        await customers[0].Texts("before");
        (await customers[0].Receives()).ShouldBe("You said: before");

        await server.Kill();
        await TextAll(customers);
        bridge.SpoolFiles.ShouldNotBeEmpty();
        string.Concat(bridge.SpoolFiles.Select(File.ReadAllText)).ShouldContain("text 5");
        (await first.Asked("/health/ready")).ShouldBe(503);
        await first.Kill();
        await server.StartAgain();
        await bridge.Serve();

        await AllAnswered(customers);
        await Eventually.Holds(() => bridge.SpoolFiles.Count == 0, "the spool is empty");
    }

    [Fact]
    public async Task Texts_of_an_outage_are_answered_in_order_and_those_that_come_meanwhile_stay_behind_them()
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        var customers = Enumerable.Range(0, 40).Select(_ => bridge.Around.Customer()).ToList();
        bridge.Postgres.Cut();

        await TextAll(customers);
        bridge.Postgres.Mend();
        foreach (var text in new[] { "after 1", "after 2" })
        {
            await Task.WhenAll(customers.Select(c => c.Texts(text)));
        }

        await AllAnswered(customers, [.. Texts, "after 1", "after 2"]);
    }

    [Fact]
    public async Task A_text_delivered_many_times_before_during_and_after_an_outage_is_answered_once()
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        var (before, during) = (bridge.Around.Customer(), bridge.Around.Customer());
        var once = new InboundOptions { MessageSid = BridgeUnderTest.NewSid() };
        await before.Sends("hi", once);
        bridge.Postgres.Cut();

        var other = new InboundOptions
        {
            MessageSid = BridgeUnderTest.NewSid(),
            Repeat = 3,
            Parallel = true,
        };
        (await before.Sends("hi", once)).Status.ShouldBe(200);
        (await during.Sends("hi", other)).All.ShouldAllBe(a => a.Status == 200);
        bridge.Postgres.Mend();
        (await during.Sends("hi", other)).All.ShouldAllBe(a => a.Status == 200);

        foreach (var customer in new[] { before, during })
        {
            (await customer.Receives(Recovery)).ShouldBe("You said: hi");
            await customer.Settles(Recovery);
            await Eventually.Holds(() => bridge.SpoolFiles.Count == 0, "the spool is empty");
            await customer.Settles(Recovery);
            customer.Received.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Texts_are_acknowledged_in_time_while_postgres_keeps_its_connections_and_does_not_answer()
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        var customers = Enumerable.Range(0, 3).Select(_ => bridge.Around.Customer()).ToList();
        await customers[0].Texts("before");
        await customers[0].Receives();
        bridge.Postgres.Silence();

        await TextAll(customers);
        bridge.Postgres.Mend();

        await AllAnswered(customers);
    }

    /// <summary>The answers wait for Postgres; a reply that Twilio has taken is not sent again.</summary>
    [Fact]
    public async Task Turns_and_sends_under_way_when_postgres_goes_are_carried_through_and_no_reply_is_doubled()
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        bridge.Around.Chat.Latency = Sandbox.ChatApi.Latency.Constant(TimeSpan.FromSeconds(1));
        var customers = Enumerable.Range(0, 10).Select(_ => bridge.Around.Customer()).ToList();
        await Task.WhenAll(customers.Select(c => c.Texts("hi")));
        await bridge.Around.Chat.Turns.WaitForCount(10, Eventually.Patience);

        bridge.Postgres.Cut();
        await bridge.Around.Chat.Answered.WaitForCount(10, Eventually.Patience);
        await customers[0].Texts("more");
        bridge.Postgres.Mend();

        foreach (var customer in customers)
        {
            (await customer.Receives(Recovery)).ShouldBe("You said: hi");
        }

        (await customers[0].Receives(Recovery)).ShouldBe("You said: more");
        foreach (var customer in customers)
        {
            await customer.Settles(Recovery);
            customer.Asked.Count(t => t == "hi").ShouldBe(1);
            customer.Received.Count.ShouldBe(customer == customers[0] ? 2 : 1);
        }
    }

    private static async Task TextAll(List<Customer> customers)
    {
        foreach (var text in Texts)
        {
            var deliveries = await Task.WhenAll(customers.Select(c => c.Sends(text)));
            deliveries.ShouldAllBe(d => d.Status == 200);
            deliveries.Max(d => d.Elapsed).ShouldBeLessThan(Accepted);
        }
    }

    private static async Task AllAnswered(List<Customer> customers, string[]? texts = null)
    {
        foreach (var customer in customers)
        {
            var expected = texts ?? Texts;
            await Eventually.Holds(
                () => customer.Echoed.Count(t => t != "before") >= expected.Length,
                $"{customer.Address} has all answers",
                Recovery
            );
            customer.Echoed.Where(t => t != "before").ShouldBe(expected);
        }
    }
}
