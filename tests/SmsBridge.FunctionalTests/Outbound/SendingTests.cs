using System.Globalization;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Outbound;

public sealed class SendingTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string InService = "+14155550133";
    private const string Service = "MG00000000000000000000000000000001";

    private static readonly string Long = string.Join(' ', Enumerable.Range(0, 800).Select(i => $"w{i:00000}"));

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", []).On("^long$", Long).On("^silent$", "").Otherwise("You said: {text}"),
            Numbers = [BridgeSetup.Document(), BridgeSetup.Document(InService, d => d["messagingServiceSid"] = Service)],
            Settings = new Dictionary<string, string?> { ["Twilio:Timeout"] = "00:00:01" },
        };

    [Fact]
    public async Task A_reply_comes_from_the_number_that_was_texted_and_asks_for_callbacks_under_its_own_id()
    {
        var customer = Bridge.Customer();

        await customer.Texts("hi");

        var sent = await Bridge.Twilio.NextTo(customer.Address, Eventually.Patience);
        var shown = (await customer.Messages())[1];
        sent.From.ShouldBe(BridgeSetup.Number);
        sent.MessagingServiceSid.ShouldBeNull();
        sent.StatusCallback.ShouldBe($"{Bridge.Instances[0].PublicAddress}/twilio/status/{shown.GetProperty("id").GetString()}");
        await customer.Shows("out", "delivered");
        (await customer.Messages())[1].GetProperty("providerSid").GetString().ShouldBe(sent.Sid);
    }

    [Fact]
    public async Task A_number_in_a_messaging_service_sends_through_it_and_names_no_sender()
    {
        var customer = Bridge.Customer(InService);
        Bridge.Twilio.Callbacks.Plan.SentAfter.ShouldBeGreaterThan(TimeSpan.Zero);

        await customer.Texts("hi");

        var sent = await Bridge.Twilio.NextTo(customer.Address, Eventually.Patience);
        sent.MessagingServiceSid.ShouldBe(Service);
        await customer.Shows("out", "delivered");
    }

    [Fact]
    public async Task A_reply_over_1600_characters_is_split_at_word_ends_and_arrives_in_order()
    {
        var customer = Bridge.Customer();

        await customer.Texts("long");
        await Bridge.Twilio.Sent.WaitForCount(customer.Address, 4, Eventually.Patience);
        await customer.Settles();

        customer.Received.Count.ShouldBe(4);
        customer.Received.ShouldAllBe(part => part.Length <= 1600);
        string.Join(' ', customer.Received).ShouldBe(Long);
        (await customer.Messages()).Skip(1).Select(m => m.GetProperty("text").GetString()).ShouldBe(customer.Received);
    }

    [Fact]
    public async Task A_part_is_sent_only_after_the_one_before_it_was_accepted()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.AcceptThenHang, "create", customer.Address);

        await customer.Texts("long");
        var sent = await Bridge.Twilio.Sent.WaitForCount(customer.Address, 4, Eventually.Patience);
        await customer.Settles();

        // The first answer never came: only after the time-out and a look into the list is it known to be accepted.
        TimeProvider.System.GetElapsedTime(sent[0].Timestamp, sent[1].Timestamp).ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        string.Join(' ', customer.Received).ShouldBe(Long);
    }

    [Fact]
    public async Task A_part_that_has_to_wait_holds_back_those_behind_it_and_later_replies()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(3, Fault.Http(429, "20429"), "create", customer.Address);

        await customer.Texts("long");
        await customer.Texts("after");
        await Bridge.Twilio.Sent.WaitForCount(customer.Address, 5, Eventually.Patience);

        string.Join(' ', customer.Received).ShouldBe($"{Long} You said: after");
    }

    [Fact]
    public async Task An_empty_answer_sends_nothing_and_counts_as_an_answer()
    {
        var customer = Bridge.Customer();

        await customer.Texts("silent");
        await customer.Shows("in", "answered");
        await customer.Settles();

        customer.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Outgoing_texts_have_ids_of_version_7_in_the_order_of_sending()
    {
        var customer = Bridge.Customer();

        await customer.Texts("long");
        await Bridge.Twilio.Sent.WaitForCount(customer.Address, 4, Eventually.Patience);

        var ids = (await customer.Messages()).Skip(1).Select(m => m.GetProperty("id").GetString()!).ToList();
        ids.ShouldAllBe(id => Guid.Parse(id, CultureInfo.InvariantCulture).Version == 7);
    }
}
