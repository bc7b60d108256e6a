using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class ConversationTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Greeting = "+14155550122";

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Welcome to {attribute:brand}.", []).On("^bye", "Goodbye.", end: true).Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(change: d =>
                {
                    d["variantId"] = "VARIANT-12345678";
                    d["language"] = "es-US";
                    d["attributes"] = new JsonObject { ["brand"] = "acme", ["tier"] = 3 };
                }),
                BridgeSetup.Document(
                    Greeting,
                    d =>
                    {
                        d["firstReply"] = "greeting-and-answer";
                        d["attributes"] = new JsonObject { ["brand"] = "Acme" };
                    }
                ),
            ],
        };

    [Fact]
    public async Task Create_carries_variant_languages_channel_and_all_attributes()
    {
        var customer = Bridge.Customer();
        var fields = new Dictionary<string, string?>
        {
            ["FromCity"] = "SAN FRANCISCO",
            ["FromState"] = "CA",
            ["FromZip"] = "",
        };

        var delivery = await customer.Sends("hi", new() { Fields = fields });
        await customer.Receives();

        var create = customer.Conversations.ShouldHaveSingleItem().CreateBody;
        create.GetProperty("variant_id").GetString().ShouldBe("VARIANT-12345678");
        create.GetProperty("channel").GetString().ShouldBe("sms");
        create.GetProperty("asr_lang_code").GetString().ShouldBe("es-US");
        create.GetProperty("tts_lang_code").GetString().ShouldBe("es-US");
        var expected = new JsonObject
        {
            ["brand"] = "acme",
            ["tier"] = 3,
            ["channel"] = "sms",
            ["customer_number"] = customer.Address,
            ["bridge_number"] = BridgeSetup.Number,
            ["thread_id"] = customer.ThreadId.ToString(),
            ["first_message_sid"] = delivery.MessageSid,
            ["from_city"] = "SAN FRANCISCO",
            ["from_state"] = "CA",
            ["from_country"] = "US",
        };
        var sent = JsonObject.Create(create.GetProperty("integration_attributes"))!;
        JsonNode.DeepEquals(sent, expected).ShouldBeTrue(sent.ToJsonString());
    }

    [Fact]
    public async Task Create_leaves_out_what_the_number_does_not_say()
    {
        var customer = Bridge.Customer(Greeting);

        await customer.Texts("hi");
        await customer.Receives();

        var create = customer.Conversations.ShouldHaveSingleItem().CreateBody;
        create.EnumerateObject().Select(m => m.Name).Order().ShouldBe(["channel", "integration_attributes"]);
    }

    [Fact]
    public async Task By_default_the_first_text_gets_the_answer_without_the_greeting()
    {
        var customer = Bridge.Customer();

        await customer.Texts("hi");
        await customer.Receives();
        await customer.Settles();

        customer.Received.ShouldBe(["You said: hi"]);
    }

    [Fact]
    public async Task With_greeting_and_answer_the_first_text_gets_both_in_this_order_and_the_second_only_its_answer()
    {
        var customer = Bridge.Customer(Greeting);

        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("Welcome to Acme.");
        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Texts("again");
        await customer.Receives();
        await customer.Settles();

        customer.Received.ShouldBe(["Welcome to Acme.", "You said: hi", "You said: again"]);
    }

    [Fact]
    public async Task A_conversation_that_the_agent_ends_is_over_and_the_next_text_opens_another()
    {
        var customer = Bridge.Customer();

        await customer.Texts("bye");
        (await customer.Receives()).ShouldBe("Goodbye.");
        var thread = await customer.Thread();
        thread.GetProperty("state").GetString().ShouldBe("idle");
        thread.GetProperty("conversation").ValueKind.ShouldBe(JsonValueKind.Null);
        await customer.Texts("hi");
        await customer.Receives();

        customer.Conversations.Count.ShouldBe(2);
        (
            await Bridge.Database.All<string>(
                "select close_reason from conversations where thread_id = $1 and closed_at is not null",
                customer.ThreadId
            )
        ).ShouldBe(["ended"]);
        await customer.Settles();
        Bridge.Chat.Closes.Of(customer.Address).ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_that_wait_behind_the_end_of_a_conversation_go_to_the_next_one_in_order()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Sandbox.Wire.Fault.Slow(TimeSpan.FromMilliseconds(500)), "create", customer.Address);

        await customer.Texts("bye");
        await customer.Texts("one");
        await customer.Texts("two");
        await customer.Settles();

        customer.Received[0].ShouldBe("Goodbye.");
        customer.Echoed.ShouldBe(["one", "two"]);
        customer.Conversations.Count.ShouldBe(2);
        customer.Conversations[0].TurnCount.ShouldBe(1);
    }
}
