using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Outbound;

public sealed class UnknownSendTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup =>
        new()
        {
            Callbacks = new() { Mode = Sandbox.Twilio.CallbackMode.Off },
            Settings = new Dictionary<string, string?> { ["Twilio:Timeout"] = "00:00:01" },
        };

    public static TheoryData<string> Ways => ["drop", "hang", "bad gateway"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_text_that_twilio_took_without_answering_is_found_in_its_list_and_not_sent_again(string way)
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Of(way, takesEffect: true), "create", customer.Address);

        await customer.Texts("hi");
        await Eventually.Holds(
            async () => await Bridge.Database.Count("messages where thread_id = $1 and status = 'unknown'", customer.ThreadId) == 1,
            "the outcome is unknown"
        );
        await customer.Settles();

        customer.Received.ShouldBe(["You said: hi"]);
        (await customer.Messages())[1].GetProperty("providerSid").GetString().ShouldBe(Bridge.Twilio.Sent.Of(customer.Address)[0].Sid);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_text_that_twilio_did_not_take_is_sent_once(string way)
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Of(way, takesEffect: false), "create", customer.Address);

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Settles();
        customer.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_earlier_text_of_the_same_words_is_not_taken_for_the_lost_one()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        await customer.Settles();
        Bridge.Twilio.Faults.Next(1, Fault.Refuse, "create", customer.Address);

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Settles();
        customer.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_lost_texts_of_the_same_words_are_each_found()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(2, Fault.AcceptThenDrop, "create", customer.Address);

        await customer.Texts("hi");
        await customer.Texts("hi");
        await Bridge.Twilio.Sent.WaitForCount(customer.Address, 2, Eventually.Patience);
        await customer.Settles();

        customer.Received.Count.ShouldBe(2);
        var sids = (await customer.Messages())
            .Where(m => m.GetProperty("direction").GetString() == "out")
            .Select(m => m.GetProperty("providerSid").GetString());
        sids.ShouldBe(Bridge.Twilio.Sent.Of(customer.Address).Select(m => m.Sid));
    }

    [Fact]
    public async Task While_the_list_cannot_be_read_nothing_is_sent_again()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.AcceptThenDrop, "create", customer.Address);
        Bridge.Twilio.Faults.Next(2, Fault.Http(500), "list", customer.Address);

        await customer.Texts("hi");
        await Bridge.Twilio.Faults.Applied.WaitForCount(customer.Address, 3, Eventually.Patience);
        await customer.Settles();

        customer.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Given_up_without_knowing_and_replayed_it_is_looked_for_before_it_is_sent_again()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.AcceptThenDrop, "create", customer.Address);
        Bridge.Twilio.Faults.Next(1_000, Fault.Http(500), "list", customer.Address);
        await customer.Texts("hi");
        await Eventually.Holds(
            async () =>
            {
                // As if it had been tried for four hours.
                await Bridge.Database.Do(
                    "update work set attempts = 1000, due_at = now() where thread_id = $1 and kind = 'send' and lease is null",
                    customer.ThreadId
                );
                return await Bridge.Database.Count("failures where thread_id = $1", customer.ThreadId) == 1;
            },
            "it is given up"
        );
        var failure = await Bridge.Database.One<Guid>(
            "select id from failures where thread_id = $1 and category = 'UnknownOutcome'",
            customer.ThreadId
        );
        Bridge.Twilio.Faults.Clear();

        (await Ops.Post($"/api/v1/failures/{failure}/replay")).Status.ShouldBe(202);
        await Eventually.Holds(
            async () =>
                await Bridge.Database.Count(
                    "messages where thread_id = $1 and provider_sid is not null and direction = 'out'",
                    customer.ThreadId
                ) == 1,
            "it was found, or sent again"
        );
        await customer.Settles();

        customer.Received.ShouldBe(["You said: hi"]);
        (await customer.Messages())[1].GetProperty("providerSid").GetString().ShouldBe(Bridge.Twilio.Sent.Of(customer.Address)[0].Sid);
    }

    private static Fault Of(string way, bool takesEffect) =>
        way switch
        {
            "drop" => Fault.Refuse with { TakesEffect = takesEffect },
            "hang" => Fault.Hang with { TakesEffect = takesEffect },
            _ => Fault.BadGateway with { TakesEffect = takesEffect },
        };
}
