using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>What the requested event carries for routing and screen-pop, beyond the contract's members.</summary>
public sealed class PayloadTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Open = "+14155550111";
    private const string Closed = "+14155550112";

    private static readonly string Family = string.Concat(Enumerable.Repeat("👨‍👩‍👧", 300));

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", [])
                .On("^urgent", "Passing on.", handoff: """{ "priority": "  high  ", "text_chat": { "priority": 5 } }""")
                .On("^nested", "Passing on.", handoff: """{ "text_chat": { "priority": 5, "skill": "refunds", "deeper": { "x": 1 } } }""")
                .On("^human", "Passing on.", handoff: """{ "destination": "people", "reason": "asked" }""")
                .On("^summed", "Passing on.", handoff: """{ "summary": "Wants a refund.\nOrder 4711.", "reason": "refund" }""")
                .On("^family", "Passing on.", handoff: $$"""{ "summary": "{{Family}}", "note": "{{Family}}" }""")
                .On("^wide", "Passing on.", handoff: Wide())
                .Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(change: d =>
                    d["attributes"] = new JsonObject
                    {
                        ["brand"] = "acme",
                        ["vip"] = true,
                        ["list"] = new JsonArray(1),
                    }
                ),
                BridgeSetup.Document(
                    Open,
                    d => d["handoff"] = Handoff("low", """{ "mon": @, "tue": @, "wed": @, "thu": @, "fri": @, "sat": @, "sun": @ }""")
                ),
                BridgeSetup.Document(Closed, d => d["handoff"] = Handoff("low", "{}")),
            ],
            Settings = new Dictionary<string, string?>
            {
                ["Ops:BaseUrl"] = "https://ops.example.com/bridge/",
                ["Agents:support:ConversationUrl"] = "https://studio.example.com/{account_id}/{project_id}/c/{conversation_id}?tab=1",
            },
        };

    [Theory]
    [InlineData(Open, "urgent", "high")]
    [InlineData(Open, "nested", "5")]
    [InlineData(Open, "human", "low")]
    [InlineData(BridgeSetup.Number, "human", null)]
    public async Task The_agents_priority_goes_before_the_numbers(string number, string text, string? priority)
    {
        var data = await HandOver(Bridge.Customer(number), text);

        data.GetProperty("priority").GetString().ShouldBe(priority);
        Routed(data, "priority").ShouldBe(priority);
    }

    [Theory]
    [InlineData(Open, true)]
    [InlineData(Closed, false)]
    [InlineData(BridgeSetup.Number, null)]
    public async Task Whether_people_are_there_is_said_where_the_number_has_business_hours(string number, bool? there)
    {
        var data = await HandOver(Bridge.Customer(number), "human");

        var hours = data.GetProperty("businessHours");
        (hours.ValueKind == JsonValueKind.Null ? (bool?)null : hours.GetBoolean()).ShouldBe(there);
        Routed(data, "businessHours")
            .ShouldBe(
                there switch
                {
                    null => null,
                    true => "true",
                    false => "false",
                }
            );
    }

    [Fact]
    public async Task The_customer_has_been_waiting_since_the_text_that_led_here()
    {
        var customer = Bridge.Customer();
        await customer.Texts("first");
        await customer.Receives();

        var data = await HandOver(customer, "human");

        data.GetProperty("waitingSince").GetDateTimeOffset().ShouldBe((await customer.Messages())[2].GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_threads_last_five_handoffs_come_along_newest_first()
    {
        var customer = Bridge.Customer();
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var earlier = await HandOver(customer, "human");
            ids.Add(earlier.GetProperty("handoffId").GetString()!);
            earlier.GetProperty("previousHandoffs").GetArrayLength().ShouldBe(Math.Min(i, 5));
            (await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close")).Status.ShouldBe(200);
            (await TakeOf(customer)).Type.ShouldBe("smsbridge.handoff.released.v1");
        }

        var previous = (await HandOver(customer, "urgent")).GetProperty("previousHandoffs").EnumerateArray().ToList();

        previous.Select(p => p.GetProperty("handoffId").GetString()).ShouldBe(Enumerable.Reverse(ids).Take(5));
        var last = previous[0];
        last.GetProperty("outcome").GetString().ShouldBe("released");
        last.GetProperty("endReason").GetString().ShouldBe("closed");
        last.GetProperty("destination").GetString().ShouldBe("people");
        last.GetProperty("reason").GetString().ShouldBe("asked");
        last.GetProperty("endedAt").GetDateTimeOffset().ShouldBeGreaterThan(last.GetProperty("requestedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Lines_say_how_far_they_got_and_which_files_came_with_them()
    {
        var customer = Bridge.Customer();
        await customer.Sends("look", new() { Media = [new InboundMedia("https://api.twilio.example/media/ME1", "image/jpeg")] });
        await customer.Receives();
        await customer.Shows("out", "delivered");

        var lines = (await HandOver(customer, "human")).GetProperty("transcript").EnumerateArray().ToList();

        lines.Select(l => l.GetProperty("status").GetString()).ShouldBe([null, "delivered", null, "queued"]);
        var file = lines[0].GetProperty("media").EnumerateArray().ShouldHaveSingleItem();
        file.GetProperty("url").GetString().ShouldStartWith("https://ops.example.com/bridge/api/v1/messages/");
        file.GetProperty("contentType").GetString().ShouldBe("image/jpeg");
        lines.Skip(1).ShouldAllBe(l => l.GetProperty("media").GetArrayLength() == 0);
    }

    [Fact]
    public async Task Links_are_whole_where_the_address_is_set_and_lead_into_the_studio()
    {
        var customer = Bridge.Customer();

        var data = await HandOver(customer, "human");

        var links = data.GetProperty("links");
        var id = data.GetProperty("handoffId").GetString();
        links.GetProperty("thread").GetString().ShouldBe($"https://ops.example.com/bridge/api/v1/threads/{customer.ThreadId}");
        links.GetProperty("accept").GetString().ShouldBe($"https://ops.example.com/bridge/api/v1/handoffs/{id}/accept");
        links.GetProperty("reply").GetString().ShouldBe($"https://ops.example.com/bridge/api/v1/handoffs/{id}/messages");
        links.GetProperty("release").GetString().ShouldBe($"https://ops.example.com/bridge/api/v1/handoffs/{id}/release");
        links
            .GetProperty("conversation")
            .GetString()
            .ShouldBe($"https://studio.example.com/ACCOUNT-test/PROJECT-test/c/{customer.Conversations[0].Id}?tab=1");
    }

    [Fact]
    public async Task Routing_has_our_members_then_the_agents_then_the_attributes()
    {
        var customer = Bridge.Customer();

        var data = await HandOver(customer, "nested");

        data.GetProperty("routing")
            .EnumerateObject()
            .Select(m => $"{m.Name}={m.Value.GetString()}")
            .ShouldBe([
                $"handoffId={data.GetProperty("handoffId").GetString()}",
                $"threadId={customer.ThreadId}",
                $"number={BridgeSetup.Number}",
                $"customer={customer.Address}",
                "channel=sms",
                "agent=support",
                "priority=5",
                "queue=desk",
                "text_chat_priority=5",
                "text_chat_skill=refunds",
                .. data.GetProperty("attributes")
                    .EnumerateObject()
                    .Where(a => a.Name is not ("list" or "channel"))
                    .Select(a => $"{a.Name}={(a.Value.ValueKind == JsonValueKind.True ? "true" : a.Value.GetString())}"),
            ]);
        Routed(data, "brand").ShouldBe("acme");
        Routed(data, "vip").ShouldBe("true");
    }

    [Theory]
    [InlineData("wide", 3000)]
    [InlineData("family", 300)]
    public async Task Routing_stays_within_four_kilobytes_whatever_the_agent_says(string text, int least)
    {
        var routing = (await HandOver(Bridge.Customer(), text)).GetProperty("routing");

        Encoding.UTF8.GetByteCount(routing.GetRawText()).ShouldBeInRange(least, 4096);
        routing.GetProperty("queue").GetString().ShouldBe("desk");
        routing.EnumerateObject().ShouldAllBe(m => m.Value.GetString()!.Length <= 1024);
    }

    [Fact]
    public async Task The_summary_is_the_agents_own_or_else_the_reason_and_the_last_lines()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi\nthere");
        await customer.Receives();

        (await HandOver(Bridge.Customer(), "summed")).GetProperty("summary").GetString().ShouldBe("Wants a refund.\nOrder 4711.");
        (await HandOver(customer, "human"))
            .GetProperty("summary")
            .GetString()
            .ShouldBe("Reason: asked\nCustomer: hi\nthere\nAgent: You said: hi\nthere\nCustomer: human\nAgent: Passing on.");
        var cut = (await HandOver(Bridge.Customer(), "family")).GetProperty("summary").GetString()!;
        cut.Length.ShouldBeInRange(1000, 1024);
        cut.TrimEnd('…').Replace("👨‍👩‍👧", "", StringComparison.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(150, 2000)]
    [InlineData(400, 10)]
    public async Task A_transcript_that_is_too_long_loses_its_beginning_and_says_so(int lines, int length)
    {
        var customer = Bridge.Customer();
        await customer.Texts("hello");
        await customer.Receives();
        await customer.Settles();
        await Bridge.Database.Do(
            """
            insert into messages (id, thread_id, direction, author, text, status, pending, at)
            select uuid_v7(), $1, 'in', 'customer', 'line ' || i || repeat('é', $2), 'answered', false, now() from generate_series(1, $3) i
            """,
            customer.ThreadId,
            length,
            lines
        );

        var data = await HandOver(customer, "human");

        var transcript = data.GetProperty("transcript").EnumerateArray().Select(l => l.GetProperty("text").GetString()!).ToList();
        data.GetProperty("transcriptTruncated").GetBoolean().ShouldBeTrue();
        Encoding.UTF8.GetByteCount(data.GetRawText()).ShouldBeLessThan(256 * 1024);
        transcript.Count.ShouldBeInRange(50, 201);
        transcript[^3].ShouldStartWith($"line {lines}é");
        transcript[^2..].ShouldBe(["human", "Passing on."]);
        data.GetProperty("firstContactAt")
            .GetDateTimeOffset()
            .ShouldBe((await customer.Messages())[0].GetProperty("at").GetDateTimeOffset());
    }

    private async Task<JsonElement> HandOver(Customer customer, string text)
    {
        await customer.Texts(text);
        (await customer.Receives()).ShouldBe("Passing on.");
        var requested = await TakeOf(customer);
        requested.Type.ShouldBe("smsbridge.handoff.requested.v1");
        return requested.Data;
    }

    private async Task<Delivery> TakeOf(Customer customer)
    {
        var delivery = await Bridge.Desk.Take();
        delivery.ThreadId.ShouldBe(customer.ThreadId);
        return delivery;
    }

    private static string? Routed(JsonElement data, string name) =>
        data.GetProperty("routing").TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonObject Handoff(string priority, string open) =>
        new()
        {
            ["priority"] = priority,
            ["businessHours"] = new JsonObject
            {
                ["timeZone"] = "America/New_York",
                ["open"] = JsonNode.Parse(open.Replace("@", """["00:00-24:00"]""", StringComparison.Ordinal)),
            },
        };

    /// <summary>Far more than fits, values beyond the limit among it.</summary>
    private static string Wide() =>
        $"{{ {string.Join(", ", Enumerable.Range(0, 200).Select(i => $"\"näme {i}\": \"{new string('é', i * 10)}\""))} }}";
}
