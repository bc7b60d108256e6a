using System.Text.Json;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>What every kind of queue has to do. A new kind passes it with a <see cref="QueueUnderTest"/> of its own: docs/adding-a-queue.md.</summary>
public abstract class QueueCompliance(TestPostgres postgres) : IAsyncLifetime
{
    private QueueUnderTest queue = null!;
    private readonly HashSet<Guid> seen = [];
    private BridgeOnLines bridge = null!;
    private bool wentAway;

    private Operator Ops => bridge.Around.Ops;

    private Desk Other => new(Ops, "other");

    private protected abstract Task<QueueUnderTest> Start();

    public async ValueTask InitializeAsync()
    {
        queue = await Start();
        var settings = queue.Settings.ToDictionary(s => $"Queues:{queue.Name}:{s.Key}", s => s.Value);
        settings["Handoff:DefaultQueue"] = queue.Name;
        settings["Handoff:Destinations:both"] = $"{queue.Name}, other";
        settings["Queues:other:Type"] = "postgres";
        settings["Spool:DatabasePatience"] = "00:00:01";
        var script = new AgentScript("Hello.", [])
            .On("^human", "Passing on.", handoff: """{ "reason": "asked" }""")
            .On("^both", "Passing on.", handoff: """{ "destination": "both" }""");
        bridge = await BridgeOnLines.Start(postgres, new BridgeSetup { Script = script, Settings = settings });
        queue.Connect(bridge);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (bridge is not null)
        {
            await bridge.DisposeAsync();
        }

        if (queue is not null)
        {
            await queue.DisposeAsync();
        }
    }

    [Fact]
    public async Task Events_of_a_thread_arrive_once_and_in_order_beside_those_of_other_threads()
    {
        var customers = Enumerable.Range(0, 5).Select(_ => bridge.Around.Customer()).ToList();

        await Task.WhenAll(customers.Select(c => Say(c, "human", "one", "two", "three")));

        await Arrive(customers, null, "one", "two", "three");
        await NothingWaits();
    }

    [Fact]
    public async Task An_event_that_was_not_acknowledged_comes_again_as_it_was_and_before_the_next()
    {
        var customer = bridge.Around.Customer();
        await customer.Texts("human");

        var first = await queue.TakeAndDie();
        await customer.Texts("one");

        (await queue.Take()).Json.ShouldBe(first.Json);
        first.Type.ShouldBe("smsbridge.handoff.requested.v1");
        first.ThreadId.ShouldBe(customer.ThreadId);
        (await queue.Take()).Text.ShouldBe("one");
    }

    [Fact]
    public async Task What_happens_while_the_queue_is_away_arrives_in_order_once_it_is_back()
    {
        var customers = Enumerable.Range(0, 3).Select(_ => bridge.Around.Customer()).ToList();
        await Task.WhenAll(customers.Select(c => Say(c, "human", "before")));
        await Arrive(customers, null, "before");

        wentAway = true;
        await queue.GoAway();
        await Task.WhenAll(customers.Select(c => Say(c, "while", "away")));
        await queue.ComeBack();
        await Task.WhenAll(customers.Select(c => Say(c, "after")));

        await Arrive(customers, "while", "away", "after");
        await NothingWaits();
    }

    [Fact]
    public async Task An_event_that_is_never_taken_is_set_aside_the_next_ones_go_on_and_a_replay_brings_it()
    {
        var customer = bridge.Around.Customer();
        await customer.Texts("human");
        await queue.Take();
        await queue.RefuseMessages();
        await customer.Texts("poison");

        var failure = await Failure();
        await queue.TakeMessagesAgain();
        await customer.Texts("later");
        (await queue.Take()).Text.ShouldBe("later");

        failure.GetProperty("kind").GetString().ShouldBe("publish");
        failure.GetProperty("threadId").GetGuid().ShouldBe(customer.ThreadId);
        failure.GetProperty("queue").GetString().ShouldBe(queue.Name);
        var kept = new Arrival(failure.GetProperty("event").GetRawText());
        kept.Text.ShouldBe("poison");
        var replay = await Ops.Post($"/api/v1/failures/{failure.GetProperty("id").GetGuid()}/replay");
        replay.Status.ShouldBe(202, replay.Body);
        (await queue.Take()).Json.ShouldBe(kept.Json);
        await NothingWaits();
    }

    [Fact]
    public async Task Of_two_targets_of_a_destination_each_gets_every_event_whatever_the_other_does()
    {
        var customer = bridge.Around.Customer();
        await customer.Texts("both");
        (await Other.Take()).Data.GetProperty("queue").GetString().ShouldBe(queue.Name);
        (await queue.Take()).Type.ShouldBe("smsbridge.handoff.requested.v1");
        await queue.RefuseMessages();

        await customer.Texts("one");
        await customer.Texts("two");

        (await Other.Take()).Data.GetProperty("text").GetString().ShouldBe("one");
        (await Other.Take()).Data.GetProperty("text").GetString().ShouldBe("two");
        await Failure();
        await queue.TakeMessagesAgain();
        (await Other.Receive()).ShouldBeEmpty();
    }

    private static async Task Say(Customer customer, params string[] texts)
    {
        foreach (var text in texts)
        {
            await customer.Texts(text);
        }
    }

    /// <param name="texts">Of each customer; null stands for the handoff itself.</param>
    private async Task Arrive(List<Customer> customers, params string?[] texts)
    {
        var arrived = new List<Arrival>();
        while (arrived.Count < customers.Count * texts.Length)
        {
            var arrival = await queue.Take();
            if (seen.Add(arrival.Id))
            {
                arrived.Add(arrival);
                continue;
            }

            // At least once: a killed broker may have forgotten that it delivered one, or had confirmed one that we did not hear of.
            wentAway.ShouldBeTrue("nothing went wrong, and an event came twice");
        }

        foreach (var customer in customers)
        {
            arrived.Where(a => a.ThreadId == customer.ThreadId).Select(a => a.Text).ShouldBe(texts);
        }
    }

    private async Task<JsonElement> Failure()
    {
        JsonElement found = default;
        await Eventually.Holds(
            async () =>
            {
                var items = (await Ops.Get("/api/v1/failures")).Json.GetProperty("items").EnumerateArray().ToList();
                found = items.FirstOrDefault();
                return items.Count > 0;
            },
            "an event is set aside"
        );
        return found;
    }

    private async Task NothingWaits() =>
        await Eventually.Holds(
            async () =>
                await bridge.Around.Database.Count("handoff_deliveries where state not in ('published', 'skipped')") == 0
                && await bridge.Around.Database.Count("handoff_events where published_at is null") == 0
                && await bridge.Around.Database.Count("queue_messages") == 0,
            "every event is published, and none is left in a queue"
        );
}
