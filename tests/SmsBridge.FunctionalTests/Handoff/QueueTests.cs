using System.Diagnostics;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>The rules of pulling. The tests of a class run one after the other, so each finds the queue empty and leaves it so.</summary>
public sealed class QueueTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup =>
        new() { Script = new AgentScript("Hello.", []).On("human", "Passing you on.", handoff: """{ "destination": "d" }""") };

    private Desk Desk => Bridge.Desk;

    [Fact]
    public async Task A_leased_event_is_not_delivered_to_anybody_else()
    {
        var customer = await HandedOver();
        var delivery = await Desk.Next();

        (await Desk.Receive()).ShouldBeEmpty();

        delivery.ThreadId.ShouldBe(customer.ThreadId);
        (await Desk.Ack(delivery.Id)).ShouldBe(1);
        (await Desk.Receive()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_comes_again_when_its_lease_runs_out_as_the_same_event_with_the_next_attempt()
    {
        await HandedOver();
        var first = await Desk.Next(leaseSeconds: 1);

        var second = await Desk.Next();

        second.EventId.ShouldBe(first.EventId);
        second.Event.GetRawText().ShouldBe(first.Event.GetRawText());
        (first.Attempt, second.Attempt).ShouldBe((1, 2));
        second.Id.ShouldNotBe(first.Id);
        (await Desk.Ack(first.Id)).ShouldBe(0, "its lease is over");
        (await Desk.Nack(first.Id)).ShouldBe(0, "its lease is over");
        (await Desk.Receive()).ShouldBeEmpty("the second lease still holds");
        (await Desk.Ack(second.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task A_lease_that_ran_out_cannot_be_acknowledged_even_if_nobody_else_took_the_event()
    {
        await HandedOver();
        var first = await Desk.Next(leaseSeconds: 1);
        await Eventually.Holds(
            async () => await Bridge.Database.Count("queue_messages where leased_until <= now()") == 1,
            "the lease is over"
        );

        (await Desk.Ack(first.Id)).ShouldBe(0);

        await Desk.Take();
    }

    [Fact]
    public async Task Nack_makes_an_event_available_at_once()
    {
        await HandedOver();
        var first = await Desk.Next(leaseSeconds: 3600);

        (await Desk.Nack(first.Id)).ShouldBe(1);

        var second = (await Desk.Receive()).ShouldHaveSingleItem();
        second.EventId.ShouldBe(first.EventId);
        second.Attempt.ShouldBe(2);
        (await Desk.Ack(second.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Later_events_of_a_thread_wait_for_the_one_before_and_other_threads_do_not()
    {
        var customer = await HandedOver();
        await customer.Texts("one");
        await customer.Texts("two");
        await customer.Settles();
        var first = (await Desk.Receive()).ShouldHaveSingleItem();

        (await Desk.Receive()).ShouldBeEmpty();
        var other = await HandedOver();
        var others = (await Desk.Receive()).ShouldHaveSingleItem();
        others.ThreadId.ShouldBe(other.ThreadId);
        await Desk.Nack(first.Id);
        (await Desk.Receive()).ShouldHaveSingleItem().EventId.ShouldBe(first.EventId);

        await Bridge.Database.Do("update queue_messages set leased_until = null, delivery_id = null");
        (await Desk.Take()).EventId.ShouldBe(first.EventId);
        (await Desk.Take()).Data.GetProperty("text").GetString().ShouldBe("one");
        (await Desk.Take()).Data.GetProperty("text").GetString().ShouldBe("two");
        (await Desk.Take()).ThreadId.ShouldBe(other.ThreadId);
    }

    [Fact]
    public async Task Many_desks_at_once_get_every_event_once()
    {
        foreach (var _ in Enumerable.Range(0, 30))
        {
            await HandedOver();
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(TakeAll)));

        taken.SelectMany(t => t).Count().ShouldBe(30);
        taken.SelectMany(t => t).Distinct().Count().ShouldBe(30);

        async Task<List<Guid>> TakeAll()
        {
            var mine = new List<Guid>();
            while (await Desk.Receive(max: 3) is { Count: > 0 } deliveries)
            {
                (await Desk.Ack([.. deliveries.Select(d => d.Id)])).ShouldBe(deliveries.Count);
                mine.AddRange(deliveries.Select(d => d.EventId));
            }

            return mine;
        }
    }

    [Fact]
    public async Task An_empty_queue_answers_after_the_wait_and_at_once_when_an_event_comes()
    {
        var watch = Stopwatch.StartNew();
        (await Desk.Receive(waitSeconds: 1)).ShouldBeEmpty();
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));

        var waiting = Desk.Receive(waitSeconds: 30);
        watch.Restart();
        await HandedOver();
        var delivery = (await waiting).ShouldHaveSingleItem();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
        await Desk.Ack(delivery.Id);
    }

    [Theory]
    [InlineData("""{ "max": 0 }""", "max")]
    [InlineData("""{ "max": 1000 }""", "max")]
    [InlineData("""{ "leaseSeconds": 0 }""", "leaseSeconds")]
    [InlineData("""{ "waitSeconds": -1 }""", "waitSeconds")]
    [InlineData("""{ "seconds": 1 }""", "seconds")]
    public async Task A_request_that_makes_no_sense_is_refused_by_member(string body, string member)
    {
        var answer = await Ops.Post("/api/v1/queues/desk/receive", body);

        answer.Status.ShouldBe(400);
        answer.Problem.ShouldContain(member);
    }

    [Fact]
    public async Task A_delivery_id_of_another_queue_or_of_nobody_settles_nothing()
    {
        (await Desk.Ack(Guid.CreateVersion7())).ShouldBe(0);
        (await Desk.Nack()).ShouldBe(0);
    }

    private async Task<Customer> HandedOver()
    {
        var customer = Bridge.Customer();
        await customer.Texts("human");
        await customer.Receives();
        await customer.Settles();
        return customer;
    }
}
