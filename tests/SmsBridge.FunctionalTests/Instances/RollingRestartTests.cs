using System.Collections.Concurrent;
using System.Diagnostics;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Instances;

public sealed class RollingRestartTests(TestPostgres postgres)
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Instances_replaced_one_after_the_other_under_load_lose_nothing_and_double_nothing()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var around = bridge.Around;
        around.Chat.Latency = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500));
        var serving = new List<ChildBridge> { await bridge.Serve(), await bridge.Serve() };
        var urls = new ConcurrentQueue<string>(serving.Select(s => s.Webhook));
        var acknowledged = new ConcurrentBag<(Customer Customer, List<string> Texts)>();
        using var stop = new CancellationTokenSource();
        var texting = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TextAlong(around, urls, acknowledged, stop.Token))));
        await Eventually.Holds(() => acknowledged.Count >= 8, "load before the restarts");

        for (var i = 0; i < 2; i++)
        {
            // As a load balancer does: no new texts for the one that stops.
            var (old, rest) = (serving[i], urls.Where(u => u != serving[i].Webhook).ToList());
            urls.Clear();
            rest.ForEach(urls.Enqueue);
            await old.Terminate();
            (await old.Ends()).ShouldBe(0, old.Output);
            urls.Enqueue((await bridge.Serve()).Webhook);
            var before = acknowledged.Count;
            await Eventually.Holds(() => acknowledged.Count >= before + 8, "load between the restarts");
        }

        await stop.CancelAsync();
        await texting;
        foreach (var (customer, texts) in acknowledged)
        {
            await Eventually.Holds(() => customer.Echoed.Count >= texts.Count, $"{customer.Address} has all answers", Recovery);
            await customer.Settles(Recovery);
            customer.Echoed.ShouldBe(texts);
            customer.AskedTexts.ShouldBe(texts);
        }

        (await around.Database.Count("failures")).ShouldBe(0);
    }

    [Fact]
    public async Task An_instance_with_an_agent_that_hangs_ends_within_20_s_of_a_stop_and_hands_its_turn_back()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var around = bridge.Around;
        var child = await bridge.Serve();
        var (hanging, sending) = (around.Customer(), around.Customer());
        around.Chat.Faults.Next(1, Fault.AcceptThenHang, "respond", hanging.Address);
        around.Chat.Faults.Next(1, Fault.Slow(TimeSpan.FromSeconds(2)), "respond", sending.Address);
        await hanging.Texts("hi");
        await sending.Texts("hi");
        await around.Chat.Turns.WaitForCount(hanging.Address, 1, Eventually.Patience);
        await around.Chat.Faults.Applied.WaitForCount(2, Eventually.Patience);

        var watch = Stopwatch.StartNew();
        await child.Terminate();

        (await child.Ends()).ShouldBe(0, child.Output);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        // What was finished meanwhile was sent as well; what was not waits for anybody.
        sending.Received.ShouldBe(["You said: hi"]);
        (await around.Database.All<bool>("select lease is null and due_at <= now() from work where kind = 'turn'")).ShouldBe([true]);
        await bridge.Serve();
        (await hanging.Receives()).ShouldBe("You said: hi");
        hanging.Asked.ShouldBe(["hi", "hi"]);
    }

    private static async Task TextAlong(
        BridgeUnderTest around,
        ConcurrentQueue<string> urls,
        ConcurrentBag<(Customer, List<string>)> acknowledged,
        CancellationToken stop
    )
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 0; !stop.IsCancellationRequested && acknowledged.Count < 2000; i++)
        {
            var customer = around.Customer();
            var texts = new List<string>();
            foreach (var text in new[] { "one", "two", "three" })
            {
                await pace.WaitForNextTickAsync(CancellationToken.None);
                var url = urls.ElementAtOrDefault(i % Math.Max(1, urls.Count));
                var options = new InboundOptions { MessageSid = BridgeUnderTest.NewSid(), Urls = url is null ? null : [url] };
                if ((await customer.Sends(text, options)).Status == 200)
                {
                    texts.Add(text);
                }
            }

            acknowledged.Add((customer, texts));
        }
    }
}
