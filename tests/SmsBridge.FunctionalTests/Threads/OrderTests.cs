using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class OrderTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup =>
        new()
        {
            Instances = 2,
            Script = AgentScript.Echo with
            {
                Rules = [new ScriptRule("^slow", ["Slowly: {text}"], LatencySeconds: 1), .. AgentScript.Echo.Rules],
            },
        };

    [Fact]
    public async Task Texts_of_a_thread_are_asked_one_at_a_time_in_the_order_in_which_they_were_taken()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Latency = Latency.Constant(TimeSpan.FromMilliseconds(40));
        var texts = Enumerable.Range(1, 25).Select(i => $"text {i}").ToList();

        foreach (var (text, i) in texts.Select((t, i) => (t, i)))
        {
            var urls = new[] { Bridge.Instances[i % 2].Webhook };
            (await customer.Sends(text, new() { Urls = urls })).Status.ShouldBe(200);
        }

        await customer.Settles();
        customer.AskedTexts.ShouldBe(texts);
        customer.Received.ShouldBe(customer.Asked.Select(t => $"You said: {t}"));
        customer.Conversations.ShouldHaveSingleItem().MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_thread_holds_up_no_other()
    {
        var customers = Enumerable.Range(0, 60).Select(_ => Bridge.Customer()).ToList();
        var began = TimeProvider.System.GetTimestamp();

        await Task.WhenAll(customers.Select(c => c.Texts("slow")));
        foreach (var customer in customers)
        {
            (await customer.Receives()).ShouldBe("Slowly: slow");
        }

        // One after the other they would take a minute.
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Texts_that_arrive_at_the_same_moment_are_each_answered_once()
    {
        var customer = Bridge.Customer();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => customer.Texts($"text {i}")));
        await customer.Settles();

        customer.AskedTexts.Order().ShouldBe(Enumerable.Range(0, 20).Select(i => $"text {i}").Order());
        customer.Received.ShouldBe(customer.Asked.Select(t => $"You said: {t}"));
        customer.Conversations.ShouldHaveSingleItem().MostAtOnce.ShouldBe(1);
        (await customer.Messages())
            .Where(m => m.GetProperty("direction").GetString() == "in")
            .Select(m => m.GetProperty("text").GetString())
            .ShouldBe(customer.AskedTexts);
    }
}
