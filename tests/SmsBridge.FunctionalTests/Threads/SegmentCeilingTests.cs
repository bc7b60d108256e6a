using System.Text.Json;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Threads;

/// <summary>How much is sent in a day.</summary>
public sealed class SegmentCeilingTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Two = "+14155550341";
    private const string TwoForAll = "+14155550342";
    private const string Parts = "+14155550343";
    private const string People = "+14155550344";

    private static readonly string Long = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"w{i:00000}"));

    private protected override BridgeSetup Setup =>
        BridgeSetup.With(("Logging:LogLevel:SmsBridge", "Error")) with
        {
            Script = new AgentScript("Hello.", [])
                .On("long", Long)
                .On("human", "One moment.", handoff: """{ "destination": "d" }""")
                .Otherwise("Hi."),
            Numbers =
            [
                Limited(Two, new { segmentsPerCustomerPerDay = 2 }),
                Limited(TwoForAll, new { segmentsPerNumberPerDay = 2 }),
                BridgeSetup.Document(
                    Parts,
                    d =>
                    {
                        d["segmentsPerPart"] = 1;
                        d["limits"] = JsonSerializer.SerializeToNode(new { segmentsPerCustomerPerDay = 2 });
                    }
                ),
                Limited(People, new { segmentsPerCustomerPerDay = 2 }),
            ],
        };

    [Fact]
    public async Task A_customer_who_was_sent_the_segments_of_a_day_is_ignored_until_the_next_with_one_alert_a_number_and_day()
    {
        var alerts = new LogLines(Bridge.Instances[0]);
        var (first, second) = (Bridge.Customer(Two), Bridge.Customer(Two));
        foreach (var customer in (Customer[])[first, second])
        {
            await customer.Texts("a");
            await customer.Settles();
            await customer.Texts("b");
            await customer.Settles();
            await customer.Texts("c");
            await customer.Settles();
            customer.Asked.ShouldBe(["a", "b"]);
            customer.Received.Count.ShouldBe(2);
            (await customer.Messages())[^1].GetProperty("reason").GetString().ShouldBe("segment-ceiling");
        }

        alerts.Of(1500).ShouldHaveSingleItem().ShouldNotContain(Two);
        (await Bridge.Database.Count("ceiling_alerts where number = $1", Two)).ShouldBe(1);

        await Bridge.Database.Do("update thread_segments set day = day - 1 where thread_id = $1", first.ThreadId);
        await first.Texts("d");
        await first.Receives();
        await first.Settles();
        first.Asked[^1].ShouldBe("d");
    }

    [Fact]
    public async Task Parts_of_a_reply_behind_the_ceiling_are_canceled_and_say_why()
    {
        using var counters = new Counters(Bridge.Instances[0]);
        var customer = Bridge.Customer(Parts);

        await customer.Texts("long");
        await customer.Settles();

        customer.Received.Count.ShouldBe(2);
        var parts = (await customer.Messages()).Where(m => m.GetProperty("direction").GetString() == "out").ToList();
        parts.Count.ShouldBeGreaterThan(2);
        foreach (var part in parts.Skip(2))
        {
            part.GetProperty("status").GetString().ShouldBe("canceled");
            part.GetProperty("error").GetProperty("text").GetString().ShouldBe("segment ceiling");
        }

        counters["smsbridge.texts.withheld reason=segment ceiling"].ShouldBe(parts.Count - 2);
        (await Bridge.Database.Count("failures")).ShouldBe(0);
    }

    [Fact]
    public async Task A_number_that_has_sent_its_segments_of_a_day_answers_nobody_more()
    {
        var alerts = new LogLines(Bridge.Instances[0]);
        var customers = Enumerable.Range(0, 4).Select(_ => Bridge.Customer(TwoForAll)).ToList();
        foreach (var customer in customers)
        {
            await customer.Texts("hello");
            await customer.Settles();
        }

        customers.Select(c => c.Received.Count).ShouldBe([1, 1, 0, 0]);
        customers.Select(c => c.AskedTexts.Count).ShouldBe([1, 1, 0, 0]);
        (await customers[2].Messages())[^1].GetProperty("reason").GetString().ShouldBe("segment-ceiling");
        alerts.Of(1501).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_ceiling_holds_for_people_too_and_the_desk_hears_of_it()
    {
        var customer = Bridge.Customer(People);
        var person = new DeskPerson(customer, Ops);
        await customer.Texts("human");
        await person.TakesTheThread();

        (await person.Writes("one", "1")).Status.ShouldBe(202);
        (await person.Writes("two", "2")).Status.ShouldBe(202);
        await customer.Settles();

        customer.Received.ShouldBe(["One moment.", "one"]);
        (await customer.Messages())[^1].GetProperty("status").GetString().ShouldBe("canceled");
    }

    private static System.Text.Json.Nodes.JsonObject Limited(string number, object limits) =>
        BridgeSetup.Document(number, d => d["limits"] = JsonSerializer.SerializeToNode(limits));
}
