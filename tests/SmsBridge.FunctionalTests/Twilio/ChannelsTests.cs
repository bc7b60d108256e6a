using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Twilio;

/// <summary>WhatsApp and RCS beside SMS, on one number document.</summary>
public sealed class ChannelsTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Own = "+14155550341";
    private const string Service = "MG00000000000000000000000000000341";
    private const string Pooled = "+14155550342";

    private protected override BridgeSetup Setup =>
        new()
        {
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(Own),
                BridgeSetup.Document($"whatsapp:{Own}", d => d["variantId"] = "VARIANT-whatsapp"),
                BridgeSetup.Document(Pooled, d => d["messagingServiceSid"] = Service),
            ],
        };

    [Theory]
    [InlineData("whatsapp")]
    [InlineData("rcs")]
    public async Task A_channel_address_has_the_document_of_its_bare_number_and_is_answered_on_its_channel(string channel)
    {
        var customer = Customer(channel, "+447700900123", BridgeSetup.Number);

        await customer.Texts("hi");

        var reply = await Bridge.Twilio.NextTo($"{channel}:+447700900123", Eventually.Patience);
        reply.From.ShouldBe($"{channel}:{BridgeSetup.Number}");
        reply.Body.ShouldBe("You said: hi");
        var thread = await customer.Thread();
        thread.GetProperty("channel").GetString().ShouldBe(channel);
        thread.GetProperty("number").GetString().ShouldBe($"{channel}:{BridgeSetup.Number}");
        var create = customer.Conversations.ShouldHaveSingleItem().CreateBody;
        create.GetProperty("channel").GetString().ShouldBe(channel == "whatsapp" ? "whatsapp" : "sms");
        create.GetProperty("integration_attributes").GetProperty("channel").GetString().ShouldBe(channel);
    }

    [Fact]
    public async Task The_same_person_on_two_channels_is_two_customers()
    {
        const string person = "+447700900124";
        var (sms, whatsapp) = (new Customer(Bridge, person, BridgeSetup.Number), Customer("whatsapp", person, BridgeSetup.Number));

        await sms.Texts("by text");
        await sms.Receives();
        await whatsapp.Texts("by WhatsApp");
        await whatsapp.Receives();

        sms.ThreadId.ShouldNotBe(whatsapp.ThreadId);
        sms.Asked.ShouldBe(["by text"]);
        whatsapp.Asked.ShouldBe(["by WhatsApp"]);
        sms.Conversations.Count.ShouldBe(1);
        whatsapp.Conversations.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_document_of_the_channel_address_itself_comes_first()
    {
        var (sms, whatsapp) = (new Customer(Bridge, "+447700900125", Own), Customer("whatsapp", "+447700900125", Own));

        await sms.Texts("hi");
        await sms.Receives();
        await whatsapp.Texts("hi");
        await whatsapp.Receives();

        sms.Conversations.Single().CreateBody.TryGetProperty("variant_id", out _).ShouldBeFalse();
        whatsapp.Conversations.Single().CreateBody.GetProperty("variant_id").GetString().ShouldBe("VARIANT-whatsapp");
    }

    [Fact]
    public async Task The_bare_numbers_Messaging_Service_does_not_answer_for_another_channel()
    {
        var (sms, whatsapp) = (new Customer(Bridge, "+447700900126", Pooled), Customer("whatsapp", "+447700900126", Pooled));

        await sms.Texts("hi");
        (await Bridge.Twilio.NextTo(sms.Address, Eventually.Patience)).MessagingServiceSid.ShouldBe(Service);
        await whatsapp.Texts("hi");

        var reply = await Bridge.Twilio.NextTo(whatsapp.Address, Eventually.Patience);
        reply.MessagingServiceSid.ShouldBeNull();
        reply.From.ShouldBe($"whatsapp:{Pooled}");
    }

    [Fact]
    public async Task Our_own_number_does_not_talk_to_itself_on_another_channel_either()
    {
        var ours = Customer("whatsapp", Own, BridgeSetup.Number);

        await ours.Texts("hi");

        (await Bridge.Database.Count("threads where id = $1", ours.ThreadId)).ShouldBe(0);
    }

    [Fact]
    public async Task A_reply_outside_the_window_of_24_hours_is_explained_in_failures()
    {
        var customer = Customer("whatsapp", "+447700900127", BridgeSetup.Number);
        Bridge.Twilio.Callbacks.Outcomes.Next(1, MessageStatus.Undelivered, 63016, customer.Address);

        await customer.Texts("hi");
        await customer.Shows("out", "undelivered");

        (await Ops.Get("/api/v1/failures"))
            .Json.GetProperty("items")
            .EnumerateArray()
            .Where(f => f.GetProperty("threadId").GetGuid() == customer.ThreadId)
            .Select(f => f.GetProperty("reason").GetString())
            .ShouldHaveSingleItem()
            .ShouldBe(
                "Twilio reports undelivered 63016: the customer last wrote more than 24 hours ago, and the channel then takes approved templates only; the customer has to write first"
            );
    }

    /// <summary>Connects the number's channel address at Twilio; no document is put for it.</summary>
    private Customer Customer(string channel, string person, string number)
    {
        Bridge.Twilio.ConnectNumber($"{channel}:{number}", TwilioAccount.Default.Sid, Bridge.Instances[0].Webhook);
        return new Customer(Bridge, $"{channel}:{person}", $"{channel}:{number}");
    }
}
