using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Twilio;

public sealed class InboundContentTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup =>
        new() { Numbers = [BridgeSetup.Document(), BridgeSetup.Document("whatsapp:+14155550144"), BridgeSetup.Document("24365")] };

    [Fact]
    public async Task Any_character_a_handset_can_type_goes_there_and_back()
    {
        var customer = Bridge.Customer();
        const string text = "“Größe” 42€ \\ ' \" {text} 👩‍👩‍👧 \r\n\tمرحبا % & +";

        await customer.Texts(text);
        await customer.Receives();

        customer.Asked.ShouldBe([text]);
        (await customer.Messages())[0].GetProperty("text").GetString().ShouldBe(text);
    }

    [Fact]
    public async Task A_character_that_postgres_cannot_store_costs_only_itself()
    {
        var customer = Bridge.Customer();

        await customer.Texts("a\0b");
        await customer.Receives();

        customer.Asked.ShouldBe(["ab"]);
    }

    [Fact]
    public async Task Texts_that_come_together_with_an_unstorable_one_are_all_taken()
    {
        var customers = Enumerable.Range(0, 12).Select(_ => Bridge.Customer()).ToList();

        var deliveries = await Task.WhenAll(
            customers.Select((c, i) => c.Sends(i == 5 ? "\0" : "hi", new InboundOptions { Fields = City(i == 7 ? "\0" : "PARIS") }))
        );

        deliveries.ShouldAllBe(d => d.Status == 200);
        foreach (var customer in customers)
        {
            await customer.Receives();
        }
    }

    [Fact]
    public async Task Whatsapp_is_its_own_channel_here_and_at_the_agent()
    {
        const string address = "whatsapp:+14155550101";
        (await Webhook.Post(Bridge.Instances[0].Webhook, Webhook.Text(address, "whatsapp:+14155550144", "hi"))).Status.ShouldBe(200);

        await Bridge.Twilio.NextTo(address, Eventually.Patience);

        var create = Bridge.Chat.Creates.Of(address).ShouldHaveSingleItem().CreateBody;
        create.GetProperty("channel").GetString().ShouldBe("whatsapp");
        create.GetProperty("integration_attributes").GetProperty("channel").GetString().ShouldBe("whatsapp");
    }

    [Fact]
    public async Task A_short_code_can_be_texted()
    {
        var customer = Bridge.Customer("24365");

        await customer.Texts("hi");

        (await Bridge.Twilio.NextTo(customer.Address, Eventually.Patience)).From.ShouldBe("24365");
    }

    private static Dictionary<string, string?> City(string city) => new() { ["FromCity"] = city };
}
