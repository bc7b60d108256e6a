using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class WithholdTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Queueing = "+14155550198";
    private const string Coalescing = "+14155550197";

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", [])
                .On("human", "Passing you on.", handoff: """{ "destination": "d" }""", latencySeconds: 2)
                .On("bye", "Goodbye.", end: true, latencySeconds: 2)
                .On("^slow", "You said: {text}", latencySeconds: 2)
                .Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(change: d => d["onTextDuringTurn"] = "withhold"),
                BridgeSetup.Document(Queueing),
                BridgeSetup.Document(Coalescing, d => (d["onTextDuringTurn"], d["coalesce"]) = ("withhold", "00:00:02")),
            ],
        };

    [Fact]
    public async Task Withhold_drops_the_stale_reply_and_asks_again_with_both_texts()
    {
        var customer = Bridge.Customer();
        await Asks(customer, 1, "slow");

        await customer.Texts("no, wait");

        (await customer.Receives()).ShouldBe("You said: slow\nno, wait");
        await customer.Settles();
        customer.Asked.ShouldBe(["slow", "slow\nno, wait"]);
        customer.Received.Count.ShouldBe(1);
        (await Bridge.Database.All<string>("select outcome || ' ' || asks from turns where thread_id = $1", customer.ThreadId)).ShouldBe([
            "answered 1",
        ]);
        (await Bridge.Database.Count("messages where thread_id = $1 and status = 'answered'", customer.ThreadId)).ShouldBe(2);
    }

    [Fact]
    public async Task Queue_answers_both()
    {
        var customer = Bridge.Customer(Queueing);
        await Asks(customer, 1, "slow");

        await customer.Texts("no, wait");

        (await customer.Receives()).ShouldBe("You said: slow");
        (await customer.Receives()).ShouldBe("You said: no, wait");
    }

    [Fact]
    public async Task What_made_the_reply_stale_is_waited_for_as_any_other_text()
    {
        var customer = Bridge.Customer(Coalescing);
        await Asks(customer, 1, "slow");
        await customer.Texts("two");
        await Eventually.Holds(() => Bridge.Chat.Turns.Of(customer.Address)[0].EndedAt is not null, "the first reply was made");
        await customer.Texts("three");

        (await customer.Receives()).ShouldBe("You said: slow\ntwo\nthree");
        customer.Asked[0].ShouldBe("slow");
        customer.Asked[^1].ShouldBe("slow\ntwo\nthree");
    }

    [Fact]
    public async Task After_three_dropped_replies_in_a_row_the_next_is_sent()
    {
        var customer = Bridge.Customer();
        foreach (var i in Enumerable.Range(1, 5))
        {
            await Asks(customer, Math.Min(i, 4), $"slow {i}");
        }

        (await customer.Receives()).ShouldBe("You said: slow 1\nslow 2\nslow 3\nslow 4");
        (await customer.Receives()).ShouldBe("You said: slow 5");
        await customer.Settles();
        customer.Asked.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("human", "Passing you on.", "relayed")]
    [InlineData("bye", "Goodbye.", "answered")]
    public async Task A_reply_that_hands_over_or_ends_the_conversation_is_sent(string text, string reply, string outcome)
    {
        var customer = Bridge.Customer();
        await Asks(customer, 1, text);

        await customer.Texts("no, wait");

        (await customer.Receives()).ShouldBe(reply);
        await customer.Settles();
        (
            await Bridge.Database.All<string>("select outcome from turns where thread_id = $1 order by finished_at", customer.ThreadId)
        ).ShouldBe(["answered", outcome]);
    }

    [Fact]
    public async Task A_reaction_makes_no_reply_stale()
    {
        var customer = Bridge.Customer();
        await Asks(customer, 1, "slow");

        await customer.Texts("Liked “slow”");

        (await customer.Receives()).ShouldBe("You said: slow");
        await customer.Settles();
        customer.Asked.ShouldBe(["slow"]);
    }

    [Fact]
    public async Task However_a_text_falls_in_with_a_reply_each_is_answered_exactly_once_in_the_end()
    {
        var customers = Enumerable.Range(0, 30).Select(_ => Bridge.Customer()).ToList();
        Bridge.Chat.Latency = Latency.Constant(TimeSpan.FromMilliseconds(300));

        await Task.WhenAll(
            customers.Select(
                async (customer, i) =>
                {
                    await customer.Texts("one");
                    await Task.Delay(200 + (i * 10));
                    await customer.Texts("two");
                }
            )
        );

        foreach (var customer in customers)
        {
            await customer.Settles();
            var answered = customer.Received.SelectMany(r => r["You said: ".Length..].Split('\n'));
            answered.ShouldBe(["one", "two"]);
        }
    }

    /// <summary>Texts, and waits until the agent is being asked for the <paramref name="count"/>th time.</summary>
    private async Task Asks(Customer customer, int count, string text)
    {
        await customer.Texts(text);
        await Bridge.Chat.Turns.WaitForCount(customer.Address, count, Eventually.Patience);
    }
}
