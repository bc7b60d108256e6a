using SmsBridge.Numbers;
using SmsBridge.Sandbox.Wire;
using SmsBridge.Threads;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class UnknownOutcomeTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup => BridgeSetup.With(("Agents:support:Timeout", "00:00:01.500"));

    public static TheoryData<string> Ways => ["drop", "hang", "gateway time-out"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_turn_whose_answer_was_lost_is_asked_once_more_and_answered_once(string way)
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Of(way), "respond", customer.Address);

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Settles();
        customer.Asked.ShouldBe(["hi", "hi"]);
        customer.Received.Count.ShouldBe(1);
        (await Bridge.Database.All<int>("select asks from turns where thread_id = $1", customer.ThreadId)).ShouldBe([2]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_turn_whose_answer_was_lost_twice_gets_one_apology_and_the_next_text_an_answer(string way)
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(2, Of(way), "respond", customer.Address);

        await customer.Texts("hi");
        await customer.Texts("next");

        (await customer.Receives()).ShouldBe(DefaultWords.For("en").Apology);
        (await customer.Receives()).ShouldBe("You said: next");
        await customer.Settles();
        customer.Asked.ShouldBe(["hi", "hi", "next"]);
        customer.Received.Count.ShouldBe(2);
        (await customer.Messages())
            .Select(m => $"{m.GetProperty("author")} {m.GetProperty("direction")}")
            .ShouldBe(["customer in", "customer in", "bridge out", "agent out"]);
        (await customer.Messages())[0].GetProperty("status").GetString().ShouldBe("failed");
        (await Bridge.Database.All<string>("select category from failures where thread_id = $1", customer.ThreadId)).ShouldBe([
            "UnknownOutcome",
        ]);
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_is_simply_repeated()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Fault.AcceptThenDrop, "create", customer.Address);

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("You said: hi");
        customer.Asked.ShouldBe(["hi"]);
    }

    private static Fault Of(string way) =>
        way switch
        {
            "drop" => Fault.AcceptThenDrop,
            "hang" => Fault.AcceptThenHang,
            _ => Fault.AcceptThenBadGateway with { Status = 504 },
        };
}
