using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class EventTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Odd = """
        { "destination": "live_agent_queue", "reason": "billing_question", "big": 12345678901234567890, "exact": 1.10,
          "deep": { "list": [1, null, {}, [], "é “x” 😀 <b>&'\"\\"], "": false }, "Destination": 7, "null": null, "zero": "a\u0000b" }
        """;

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", [])
                .On("human", "Passing you on.", handoff: Odd)
                .On("nowhere", "One moment.", handoff: """{ "destination": null, "note": 1 }""")
                .On("list", "One moment.", handoff: """[1, "two"]""")
                .On("nothing", "No handoff here.", handoff: "{}")
                .On("silent", "", handoff: """{ "destination": "x" }""")
                .On("both", "Passing you on, goodbye.", handoff: """{ "reason": "over" }""", end: true)
                .Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(change: d =>
                {
                    d["variantId"] = "VARIANT-12345678";
                    d["language"] = "en-US";
                    d["attributes"] = new JsonObject { ["brand"] = "acme" };
                }),
            ],
        };

    [Fact]
    public async Task The_requested_event_has_exactly_the_promised_shape()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi é");
        await customer.Receives();
        await customer.Texts("a human please");
        (await customer.Receives()).ShouldBe("Passing you on.");

        var requested = await TakeOf(customer);

        var thread = await customer.Thread();
        var e = requested.Event;
        e.GetProperty("specversion").GetString().ShouldBe("1.0");
        e.GetProperty("type").GetString().ShouldBe("smsbridge.handoff.requested.v1");
        e.GetProperty("source").GetString().ShouldBe("/smsbridge");
        e.GetProperty("subject").GetGuid().ShouldBe(customer.ThreadId);
        e.GetProperty("datacontenttype").GetString().ShouldBe("application/json");
        e.GetProperty("time").GetString()!.ShouldEndWith("Z");
        requested.EventId.Version.ShouldBe(7);
        requested.Attempt.ShouldBe(1);

        var data = requested.Data;
        string.Join(' ', data.EnumerateObject().Select(m => m.Name))
            .ShouldBe(
                "handoffId threadId chatConversationId number customer channel agent variantId source destination reason handoff queue language "
                    + "attributes requestedAt firstContactAt lastCustomerText transcript transcriptTruncated links priority businessHours "
                    + "waitingSince previousHandoffs summary routing handoffState"
            );
        var id = data.GetProperty("handoffId").GetGuid();
        data.GetProperty("threadId").GetGuid().ShouldBe(customer.ThreadId);
        data.GetProperty("chatConversationId").GetString().ShouldBe(customer.Conversations[0].Id);
        data.GetProperty("number").GetString().ShouldBe(BridgeSetup.Number);
        data.GetProperty("customer").GetString().ShouldBe(customer.Address);
        data.GetProperty("channel").GetString().ShouldBe("sms");
        data.GetProperty("agent").GetString().ShouldBe("support");
        data.GetProperty("variantId").GetString().ShouldBe("VARIANT-12345678");
        data.GetProperty("source").GetString().ShouldBe("agent");
        data.GetProperty("destination").GetString().ShouldBe("live_agent_queue");
        data.GetProperty("reason").GetString().ShouldBe("billing_question");
        data.GetProperty("queue").GetString().ShouldBe("desk");
        data.GetProperty("language").GetString().ShouldBe("en-US");
        JsonElement
            .DeepEquals(data.GetProperty("attributes"), customer.Conversations[0].CreateBody.GetProperty("integration_attributes"))
            .ShouldBeTrue();
        data.GetProperty("requestedAt").GetString()!.ShouldEndWith("Z");
        data.GetProperty("firstContactAt")
            .GetDateTimeOffset()
            .ShouldBe(thread.GetProperty("messages")[0].GetProperty("at").GetDateTimeOffset());
        data.GetProperty("lastCustomerText").GetString().ShouldBe("a human please");
        var links = data.GetProperty("links");
        links.GetProperty("thread").GetString().ShouldBe($"/api/v1/threads/{customer.ThreadId}");
        links.GetProperty("reply").GetString().ShouldBe($"/api/v1/handoffs/{id}/messages");
        links.GetProperty("release").GetString().ShouldBe($"/api/v1/handoffs/{id}/release");

        Lines(data.GetProperty("transcript"), "from").ShouldBe(Lines(thread.GetProperty("messages"), "author"));
        data.GetProperty("transcript").GetArrayLength().ShouldBe(4);
        data.GetProperty("transcriptTruncated").GetBoolean().ShouldBeFalse();
        links.GetProperty("conversation").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_agents_object_is_passed_on_verbatim()
    {
        var customer = Bridge.Customer();
        await customer.Texts("human");
        await customer.Receives();

        var handoff = (await TakeOf(customer)).Data.GetProperty("handoff");

        using var said = JsonDocument.Parse(Odd);
        JsonElement.DeepEquals(handoff, said.RootElement).ShouldBeTrue(handoff.GetRawText());
        handoff.EnumerateObject().Select(m => m.Name).ShouldBe(said.RootElement.EnumerateObject().Select(m => m.Name));
        handoff.GetProperty("exact").GetRawText().ShouldBe("1.10");
        handoff.GetProperty("big").GetRawText().ShouldBe("12345678901234567890");
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("list")]
    public async Task Destination_and_reason_are_null_when_the_agent_gave_none(string text)
    {
        var customer = Bridge.Customer();
        await customer.Texts(text);
        await customer.Receives();

        var data = (await TakeOf(customer)).Data;

        data.GetProperty("destination").ValueKind.ShouldBe(JsonValueKind.Null);
        data.GetProperty("reason").ValueKind.ShouldBe(JsonValueKind.Null);
        data.GetProperty("queue").GetString().ShouldBe("desk");
    }

    [Fact]
    public async Task An_empty_object_hands_nothing_over()
    {
        var customer = Bridge.Customer();

        await customer.Texts("nothing");
        await customer.Receives();

        (await customer.Thread()).GetProperty("state").GetString().ShouldBe("agent");
    }

    [Fact]
    public async Task An_agent_that_hands_over_silently_has_the_bridge_say_its_line_once()
    {
        var customer = Bridge.Customer();

        await customer.Texts("silent");

        (await customer.Receives()).ShouldBe("One moment please, we are connecting you with a member of our team.");
        await customer.Settles();
        customer.Received.Count.ShouldBe(1);
        (await customer.Messages())[1].GetProperty("author").GetString().ShouldBe("bridge");
        (await TakeOf(customer)).Data.GetProperty("transcript")[1].GetProperty("from").GetString().ShouldBe("bridge");
    }

    [Fact]
    public async Task A_handoff_that_also_ends_the_conversation_leaves_the_thread_with_people()
    {
        var customer = Bridge.Customer();

        await customer.Texts("both");
        await customer.Receives();

        var thread = await customer.Thread();
        thread.GetProperty("state").GetString().ShouldBe("handover");
        thread.GetProperty("conversation").ValueKind.ShouldBe(JsonValueKind.Null);
        (await TakeOf(customer)).Data.GetProperty("reason").GetString().ShouldBe("over");
        await customer.Texts("anybody there?");
        (await TakeOf(customer)).Type.ShouldBe("smsbridge.handoff.message.v1");
    }

    [Fact]
    public async Task The_state_of_the_thread_the_handoff_and_its_event_are_written_by_one_transaction()
    {
        var customer = Bridge.Customer();

        await customer.Texts("human");
        await customer.Receives();

        var written = await Bridge.Database.All<bool>(
            """
            select t.state = 'handover' and t.xmin::text = h.xmin::text and e.created_at = h.requested_at and m.xmin::text = h.xmin::text
              from threads t join handoffs h on h.thread_id = t.id join handoff_events e on e.handoff_id = h.id
              join messages m on m.thread_id = t.id and m.direction = 'in'
             where t.id = $1
            """,
            customer.ThreadId
        );
        written.ShouldBe([true]);
    }

    [Fact]
    public async Task The_list_of_handoffs_shows_the_same_data_and_what_has_become_of_it()
    {
        var customer = Bridge.Customer();
        await customer.Texts("human");
        await customer.Receives();
        var data = (await TakeOf(customer)).Data;
        var id = data.GetProperty("handoffId").GetString();

        var listed = (await Ops.Get("/api/v1/handoffs?state=waiting&limit=500")).Json.GetProperty("items").EnumerateArray();
        var one = (await Ops.Get($"/api/v1/handoffs/{id}")).Json;

        listed.Select(h => h.GetProperty("handoffId").GetString()).ShouldContain(id);
        one.GetProperty("state").GetString().ShouldBe("waiting");
        JsonElement.DeepEquals(one.GetProperty("handoff"), data.GetProperty("handoff")).ShouldBeTrue();
        (await Ops.Get($"/api/v1/handoffs/{Guid.CreateVersion7()}")).Status.ShouldBe(404);
    }

    /// <summary>The desk's next event of this customer; those of other tests' customers are taken along.</summary>
    private async Task<Delivery> TakeOf(Customer customer)
    {
        while (true)
        {
            var delivery = await Bridge.Desk.Take();
            if (delivery.ThreadId == customer.ThreadId)
            {
                return delivery;
            }
        }
    }

    private static IEnumerable<string> Lines(JsonElement list, string author) =>
        list.EnumerateArray()
            .Select(l =>
                $"{l.GetProperty(author)} {l.GetProperty("text")} {(l.TryGetProperty("messageId", out var id) ? id : l.GetProperty("id"))}"
            );
}
