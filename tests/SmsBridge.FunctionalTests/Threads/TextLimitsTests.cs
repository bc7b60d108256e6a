using System.Text.Json;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Threads;

/// <summary>What keeps a text from the agent because of who sends it, and how often, as far as the database has a part in it. The rules themselves: <c>TextRulesTests</c>.</summary>
public sealed class TextLimitsTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Strict = "+14155550332";
    private const string Shared = "+14155550334";

    private protected override BridgeSetup Setup =>
        BridgeSetup.With(
            ("Limits:PerSenderPerMinute", "10"),
            ("Limits:RepeatsToBlock", "5"),
            ("Limits:LoopsToBlock", "5"),
            ("Logging:LogLevel:SmsBridge", "Error")
        ) with
        {
            Script = new AgentScript("Hello.", [])
                .On("human", "One moment.", handoff: """{ "destination": "d" }""")
                .Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(Strict, d => d["limits"] = JsonSerializer.SerializeToNode(new { perCustomerPerMinute = 2 })),
                BridgeSetup.Document(Shared, d => d["limits"] = JsonSerializer.SerializeToNode(new { perNumberPerMinute = 3 })),
            ],
        };

    [Fact]
    public async Task The_eleventh_text_within_60_s_is_ignored_as_rate_limited_and_not_answered()
    {
        using var counters = new Counters(Bridge.Instances[0]);
        var customer = Bridge.Customer();

        await TextsWord(customer, 1, 11);
        await customer.Settles();

        customer.AskedTexts.ShouldBe(Words(1, 10));
        customer.Echoed.ShouldBe(Words(1, 10));
        await ShowsIgnored(customer, "rate-limited");
        counters["smsbridge.texts.ignored reason=rate-limited"].ShouldBe(1);
    }

    [Fact]
    public async Task Texts_that_come_while_the_agent_thinks_are_counted_by_their_arrival()
    {
        var customer = Bridge.Customer();

        await Task.WhenAll(Enumerable.Range(1, 14).Select(i => customer.Texts($"w{i}")));
        await customer.Settles();

        customer.AskedTexts.Count.ShouldBe(10);
        (await Bridge.Database.Count("messages where thread_id = $1 and reason = 'rate-limited'", customer.ThreadId)).ShouldBe(4);
    }

    [Fact]
    public async Task A_text_that_is_delivered_several_times_counts_once()
    {
        var customer = Bridge.Customer(Strict);

        await customer.Sends("one", new InboundOptions { Repeat = 4 });
        await customer.Texts("two");
        await customer.Texts("three");
        await customer.Settles();

        customer.AskedTexts.ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task The_fifth_same_text_in_5_min_is_not_answered_and_pauses_answers_for_10_min()
    {
        var customer = Bridge.Customer();
        foreach (var text in (string[])["Hello  there", "hello there", " HELLO there ", "hello\nthere", "hello there"])
        {
            await customer.Texts(text);
            await customer.Settles();
        }

        customer.Asked.Count.ShouldBe(4);
        await ShowsIgnored(customer, "repeated");

        await customer.Texts("anybody?");
        await customer.Settles();
        await ShowsIgnored(customer, "blocked");
        customer.Received.Count.ShouldBe(4);
        (
            await Bridge.Database.One<double>(
                "select extract(epoch from blocked_until - (select max(at) from messages where thread_id = t.id and reason = 'repeated'))::float8 from threads t where id = $1",
                customer.ThreadId
            )
        ).ShouldBe(600);

        await Bridge.Database.Do("update threads set blocked_until = now() where id = $1", customer.ThreadId);
        await customer.Texts("anybody there?");
        await customer.Settles();
        customer.Asked[^1].ShouldBe("anybody there?");
    }

    [Fact]
    public async Task A_machine_that_answers_each_of_our_texts_with_nearly_the_same_is_stopped_with_an_alert()
    {
        var alerts = new LogLines(Bridge.Instances[0]);
        var customer = Bridge.Customer();
        await customer.Texts("hello");
        await customer.Receives();
        for (var i = 1; i <= 5; i++)
        {
            await customer.Texts($"Thank you for your message no. {i * 7919}. Our office is closed until 9 am.");
            await customer.Settles();
        }

        customer.AskedTexts.Count.ShouldBe(5);
        await ShowsIgnored(customer, "loop");
        alerts.Of(1502).ShouldHaveSingleItem();
        alerts.Of(1502)[0].ShouldNotContain(customer.Address);
        await customer.Texts("It is me, a person");
        await customer.Settles();
        await ShowsIgnored(customer, "blocked");
    }

    [Fact]
    public async Task A_short_code_never_starts_an_agent()
    {
        var machine = new Customer(Bridge, "72345", BridgeSetup.Number);

        await machine.Texts("Your code is 1234");
        await machine.Settles();

        machine.Conversations.ShouldBeEmpty();
        machine.Received.ShouldBeEmpty();
        await ShowsIgnored(machine, "short-code-sender");
    }

    [Fact]
    public async Task Texts_for_people_are_never_held_back()
    {
        var customer = Bridge.Customer(Strict);
        await customer.Texts("human");
        await customer.Receives();
        await Bridge.Desk.Take();

        for (var i = 0; i < 6; i++)
        {
            await customer.Texts("are you there?");
            (await Bridge.Desk.Take()).Data.GetProperty("text").GetString().ShouldBe("are you there?");
        }
    }

    [Fact]
    public async Task A_number_with_a_limit_of_its_own_answers_so_many_texts_of_all_customers_within_60_s()
    {
        var customers = Enumerable.Range(0, 4).Select(_ => Bridge.Customer(Shared)).ToList();
        foreach (var customer in customers)
        {
            await customer.Texts("hello");
            await customer.Settles();
        }

        customers.Select(c => c.AskedTexts.Count).ShouldBe([1, 1, 1, 0]);
        await ShowsIgnored(customers[3], "number-limit");

        await Bridge.Database.Do("update number_texts set at = at - interval '61 s'");
        await customers[3].Texts("hello again");
        (await customers[3].Receives()).ShouldBe("You said: hello again");
    }

    private static IEnumerable<string> Words(int from, int to) => Enumerable.Range(from, to - from + 1).Select(i => $"w{i}");

    private static async Task TextsWord(Customer customer, int from, int to)
    {
        foreach (var word in Words(from, to))
        {
            await customer.Texts(word);
        }
    }

    private static async Task ShowsIgnored(Customer customer, string reason)
    {
        var last = (await customer.Messages()).Last(m => m.GetProperty("direction").GetString() == "in");
        last.GetProperty("status").GetString().ShouldBe("ignored");
        last.GetProperty("reason").GetString().ShouldBe(reason);
    }
}
