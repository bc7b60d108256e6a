using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Work;

/// <summary>Refused credentials pause an agent or an account: one alert, one probe at a time, and everything goes on by itself.</summary>
public sealed class PausedProviderTests(TestPostgres postgres)
{
    private const int Paused = 110;
    private const int Resumed = 111;
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Many_turns_wait_for_an_agent_whose_credentials_are_refused_behind_one_probe_at_a_time()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        var faults = bridge.Around.Chat.Faults;
        var customers = Enumerable.Range(0, 20).Select(_ => bridge.Around.Customer()).ToList();
        var first = bridge.Around.Customer();
        faults.Rate(1, Fault.Http(401));

        await first.Texts("hi");
        await Eventually.Holds(() => child.Logged(Paused) == 1, "the alert");
        foreach (var text in new[] { "one", "two" })
        {
            await Task.WhenAll(customers.Select(c => c.Texts(text)));
        }

        await Eventually.Holds(async () => await Held(bridge, "turn") == 21, "all turns are held");
        var waiting = (await child.Ops.Get($"/api/v1/threads/{customers[0].ThreadId}")).Json.GetProperty("waiting")[0];
        waiting.GetProperty("kind").GetString().ShouldBe("turn");
        waiting.GetProperty("category").GetString().ShouldBe("Credentials");
        waiting.GetProperty("attempts").GetInt32().ShouldBe(0);
        await faults.Applied.WaitForCount(2, Eventually.Patience);
        faults.Clear();
        var fixedAt = TimeProvider.System.GetTimestamp();

        foreach (var customer in customers.Append(first))
        {
            await customer.Receives(TimeSpan.FromSeconds(60) - TimeProvider.System.GetElapsedTime(fixedAt));
            await customer.Settles();
        }

        first.Received.ShouldBe(["You said: hi"]);
        customers.ShouldAllBe(c => c.Echoed.SequenceEqual(new[] { "one", "two" }));
        ProbesAreApart(faults);
        child.Logged(Paused).ShouldBe(1, child.Output);
        child.Logged(Resumed).ShouldBe(1, child.Output);
        (await bridge.Around.Database.Count("failures")).ShouldBe(0);
    }

    [Fact]
    public async Task Many_replies_wait_for_an_account_whose_credentials_are_refused_behind_one_probe_at_a_time()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        var faults = bridge.Around.Twilio.Faults;
        var customers = Enumerable.Range(0, 20).Select(_ => bridge.Around.Customer()).ToList();
        var first = bridge.Around.Customer();
        faults.Rate(1, Fault.Http(401, "20003"), "create");

        await first.Texts("hi");
        await Eventually.Holds(() => child.Logged(Paused) == 1, "the alert");
        foreach (var text in new[] { "one", "two" })
        {
            await Task.WhenAll(customers.Select(c => c.Texts(text)));
        }

        await Eventually.Holds(async () => await Held(bridge, "send") == 21, "all replies are held");
        await faults.Applied.WaitForCount(2, Eventually.Patience);
        (await bridge.Around.Database.All<int>("select distinct attempts from work where kind = 'send'")).ShouldBe([0]);
        faults.Clear();
        var fixedAt = TimeProvider.System.GetTimestamp();

        foreach (var customer in customers.Append(first))
        {
            await customer.Receives(TimeSpan.FromSeconds(60) - TimeProvider.System.GetElapsedTime(fixedAt));
            await customer.Settles();
        }

        customers.ShouldAllBe(c => c.Echoed.SequenceEqual(new[] { "one", "two" }));
        ProbesAreApart(faults);
        child.Logged(Paused).ShouldBe(1, child.Output);
        child.Logged(Resumed).ShouldBe(1, child.Output);
        (await bridge.Around.Database.Count("failures")).ShouldBe(0);
    }

    private static Task<long> Held(BridgeOnLines bridge, string kind) =>
        bridge.Around.Database.Count("work where kind = $1 and category = 'Credentials' and lease is null", kind);

    private static void ProbesAreApart(FaultPlan faults)
    {
        var calls = faults.Applied.All();
        for (var i = 1; i < calls.Count; i++)
        {
            TimeProvider.System.GetElapsedTime(calls[i - 1].Timestamp, calls[i].Timestamp).ShouldBeGreaterThan(ProbeEvery * 0.95);
        }
    }
}
