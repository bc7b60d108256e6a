using Microsoft.Extensions.DependencyInjection;
using SmsBridge.Numbers;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Wire;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class CoalesceTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string AtOnce = "+14155550198";
    private const string Changing = "+14155550197";
    private const string Quick = "+14155550196";

    /// <summary>Of a turn's 1.5 s so much is left of its window that a busy machine is in time, too.</summary>
    private const string Patient = "+14155550195";

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", [])
                .On("human", "Passing you on.", handoff: """{ "destination": "d" }""")
                .On("^slow", "You said: {text}", latencySeconds: 1.5)
                .Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(change: d => d["coalesce"] = "00:00:02"),
                BridgeSetup.Document(AtOnce),
                BridgeSetup.Document(Changing, d => d["coalesce"] = "00:00:02"),
                BridgeSetup.Document(Quick, d => d["coalesce"] = "00:00:01"),
                BridgeSetup.Document(Patient, d => d["coalesce"] = "00:00:06"),
            ],
        };

    [Fact]
    public async Task Texts_arriving_within_the_window_become_one_turn_joined_by_line_breaks_in_order()
    {
        var customer = Bridge.Customer();

        await Text(customer, "one", "two", "three");

        (await customer.Receives()).ShouldBe("You said: one\ntwo\nthree");
        await customer.Settles();
        customer.Asked.ShouldBe(["one\ntwo\nthree"]);
        customer.Received.Count.ShouldBe(1);
        (await Inbound(customer)).ShouldBe(["one answered", "two answered", "three answered"]);
        (await Bridge.Database.Count("turns where thread_id = $1", customer.ThreadId)).ShouldBe(1);
        var turns = "select distinct turn_id from messages where thread_id = $1 and direction = 'in'";
        (await Bridge.Database.All<Guid>(turns, customer.ThreadId)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_lone_text_waits_for_the_window_and_is_asked_alone()
    {
        var customer = Bridge.Customer();

        await customer.Texts("alone");

        (await customer.Receives()).ShouldBe("You said: alone");
        var recorded = await Bridge.Database.One<DateTime>(
            "select at from messages where thread_id = $1 and direction = 'in'",
            customer.ThreadId
        );
        (Bridge.Chat.Turns.Of(customer.Address)[0].StartedAt.UtcDateTime - recorded).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
        (await Bridge.Database.All<int>("select asks from turns where thread_id = $1", customer.ThreadId)).ShouldBe([1]);
    }

    [Fact]
    public async Task The_instance_looks_for_a_waiting_text_at_the_end_of_its_window_instead_of_at_the_next_poll()
    {
        var services = Bridge.Instances[0].Services;
        var turns = services.GetRequiredService<IWorkSignal<TurnWorker>>();
        var rung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        services
            .GetRequiredService<Alarms>()
            .Answer(
                WorkKind.Turn,
                () =>
                {
                    turns.Wake();
                    rung.TrySetResult();
                }
            );

        await Bridge.Customer().Texts("alone");

        await rung.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Who_never_stops_texting_is_answered_once_five_windows_are_over()
    {
        var customer = Bridge.Customer(Quick);
        var sent = new List<string>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(400));

        while (customer.Asked.Count == 0)
        {
            sent.Count.ShouldBeLessThan(40, "more texts came than the window holds");
            sent.Add($"text {sent.Count}");
            await customer.Texts(sent[^1]);
            await timer.WaitForNextTickAsync();
        }

        await customer.Settles();
        customer.Asked.SelectMany(a => a.Split('\n')).ShouldBe(sent);
    }

    [Fact]
    public async Task Texts_that_wait_while_a_turn_runs_become_one_turn_without_a_window_too()
    {
        var customer = Bridge.Customer(AtOnce);

        await Text(customer, "slow", "two", "three");

        (await customer.Receives()).ShouldBe("You said: slow");
        (await customer.Receives()).ShouldBe("You said: two\nthree");
        customer.Asked.ShouldBe(["slow", "two\nthree"]);
    }

    [Fact]
    public async Task A_text_that_arrives_while_a_turn_runs_waits_for_its_window_after_it()
    {
        var customer = Bridge.Customer(Patient);
        await customer.Texts("slow");
        await Bridge.Chat.Turns.WaitForCount(customer.Address, 1, Eventually.Patience);

        await customer.Texts("two");
        (await customer.Receives()).ShouldBe("You said: slow");
        await customer.Texts("three");

        (await customer.Receives()).ShouldBe("You said: two\nthree");
    }

    [Fact]
    public async Task The_window_is_that_with_which_the_conversation_was_opened()
    {
        var customer = Bridge.Customer(Changing);
        await customer.Texts("first");
        await customer.Receives();
        await Ops.Configure(BridgeSetup.Document(Changing));

        await Text(customer, "one", "two");

        (await customer.Receives()).ShouldBe("You said: one\ntwo");
    }

    [Fact]
    public async Task While_people_have_the_thread_each_text_goes_to_them_by_itself()
    {
        var customer = Bridge.Customer();
        await customer.Texts("human");
        await customer.Receives();

        await Text(customer, "one", "two");
        await customer.Settles();

        var outcomes = "select outcome from turns where thread_id = $1 order by finished_at";
        (await Bridge.Database.All<string>(outcomes, customer.ThreadId)).ShouldBe(["answered", "relayed", "relayed"]);
        var told = "select event->'data'->>'text' from handoff_events where thread_id = $1 and type like '%message%' order by seq";
        (await Bridge.Database.All<string>(told, customer.ThreadId)).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task A_reaction_does_not_join_what_it_arrives_with()
    {
        var customer = Bridge.Customer();

        await Text(customer, "one", "Liked “one”", "two");

        (await customer.Receives()).ShouldBe("You said: one\ntwo");
        await customer.Settles();
        (await Inbound(customer)).ShouldBe(["one answered", "Liked “one” ignored", "two answered"]);
    }

    [Fact]
    public async Task A_turn_whose_answer_was_lost_is_asked_once_more_with_the_same_texts_and_later_ones_are_answered_next()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Fault.AcceptThenDrop, "respond", customer.Address);
        await Text(customer, "one", "two");
        await Bridge.Chat.Turns.WaitForCount(customer.Address, 1, Eventually.Patience);

        await customer.Texts("three");

        (await customer.Receives()).ShouldBe("You said: one\ntwo");
        (await customer.Receives()).ShouldBe("You said: three");
        await customer.Settles();
        customer.Asked.ShouldBe(["one\ntwo", "one\ntwo", "three"]);
    }

    [Fact]
    public async Task A_turn_whose_answer_was_lost_twice_gets_one_apology_for_all_its_texts()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(2, Fault.AcceptThenDrop, "respond", customer.Address);

        await Text(customer, "one", "two");

        (await customer.Receives()).ShouldBe(BridgeTexts.Apology(number: null));
        await customer.Settles();
        customer.Asked.ShouldBe(["one\ntwo", "one\ntwo"]);
        customer.Received.Count.ShouldBe(1);
        (await Inbound(customer)).ShouldBe(["one failed", "two failed"]);
        (await Bridge.Database.Count("failures where thread_id = $1", customer.ThreadId)).ShouldBe(2);
    }

    private static async Task Text(Customer customer, params string[] texts)
    {
        foreach (var text in texts)
        {
            await customer.Texts(text);
        }
    }

    private static async Task<IEnumerable<string>> Inbound(Customer customer) =>
        (await customer.Messages())
            .Where(m => m.GetProperty("direction").GetString() == "in")
            .Select(m => $"{m.GetProperty("text").GetString()} {m.GetProperty("status").GetString()}");
}
