using System.Text;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>An event stays within 256 KiB whatever the agent puts into it, and nothing of it is lost.</summary>
public sealed class LargeObjectTests(TestPostgres postgres)
{
    private const int MostBytes = 256 * 1024;

    [Theory]
    [InlineData(100_000, false, false)]
    [InlineData(120_000, false, true)]
    [InlineData(140_000, true, false)]
    [InlineData(140_000, true, true)]
    [InlineData(900_000, true, true)]
    public async Task An_object_above_128_KiB_is_cut_in_the_event_and_whole_in_the_list(int length, bool isCut, bool hasPast)
    {
        var note = string.Concat(Enumerable.Repeat("é", length / 2));
        var handoff = $$"""{"destination":"people","reason":"long story","priority":7,"summary":"Wants a refund.","note":"{{note}}"}""";
        await using var bridge = await Start(handoff, postgres);
        var customer = bridge.Customer();
        await customer.Texts("hello");
        await customer.Receives();
        await customer.Settles();
        if (hasPast)
        {
            await bridge.Database.Do(
                """
                insert into messages (id, thread_id, direction, author, text, status, pending, at)
                select uuid_v7(), $1, 'in', 'customer', 'line ' || i || repeat('é', 1000), 'answered', false, now() from generate_series(1, 150) i
                """,
                customer.ThreadId
            );
        }

        await customer.Texts("human");
        (await customer.Receives()).ShouldBe("Passing you on.");
        await customer.Settles();

        var raw = (await bridge.Ops.Post("/api/v1/queues/desk/receive", new { })).Json.GetProperty("deliveries")[0].GetProperty("event");
        Encoding.UTF8.GetByteCount(raw.GetRawText()).ShouldBeLessThanOrEqualTo(MostBytes);
        var data = raw.GetProperty("data");
        var said = data.GetProperty("handoff");
        data.GetProperty("destination").GetString().ShouldBe("people");
        data.GetProperty("reason").GetString().ShouldBe("long story");
        data.GetProperty("transcriptTruncated").GetBoolean().ShouldBe(hasPast);
        data.GetProperty("transcript").EnumerateArray().Last().GetProperty("text").GetString().ShouldBe("Passing you on.");
        if (isCut)
        {
            said.GetRawText()
                .ShouldBe("""{"destination":"people","reason":"long story","priority":"7","summary":"Wants a refund.","truncated":true}""");
        }
        else
        {
            (said.GetRawText() == handoff).ShouldBeTrue("it is verbatim");
        }

        var kept = await bridge.Ops.Get($"/api/v1/handoffs/{data.GetProperty("handoffId")}");
        (kept.Json.GetProperty("handoff").GetRawText() == handoff).ShouldBeTrue("it is whole");
        kept.Json.GetProperty("transcript").GetArrayLength().ShouldBe(data.GetProperty("transcript").GetArrayLength());
    }

    [Fact]
    public async Task Long_words_are_cut_and_what_others_wrote_goes_before_the_event_is_too_large()
    {
        var word = new string('w', 60_000);
        await using var bridge = await Start(
            $$"""{ "destination": "{{word}}", "reason": "{{word}}" }""",
            postgres,
            new System.Text.Json.Nodes.JsonObject { ["note"] = new string('a', 60_000) }
        );
        var customer = bridge.Customer();
        for (var i = 0; i < 2; i++)
        {
            await customer.Texts("human");
            (await customer.Receives()).ShouldBe("Passing you on.");
            await customer.Settles();
            var received = (await bridge.Ops.Post("/api/v1/queues/desk/receive", new { max = 1 })).Json.GetProperty("deliveries")[0];
            var data = received.GetProperty("event").GetProperty("data");
            Encoding.UTF8.GetByteCount(received.GetProperty("event").GetRawText()).ShouldBeLessThanOrEqualTo(MostBytes);
            data.GetProperty("destination").GetString()!.Length.ShouldBe(1024);
            data.GetProperty("reason").GetString()!.Length.ShouldBe(1024);
            var delivery = received.GetProperty("deliveryId").GetString();
            (await bridge.Ops.Post("/api/v1/queues/desk/ack", new { deliveryIds = new[] { delivery } })).Status.ShouldBe(200);
            (await bridge.Ops.Post($"/api/v1/threads/{customer.ThreadId}/close")).Status.ShouldBe(200);
            var released = (await bridge.Ops.Post("/api/v1/queues/desk/receive", new { max = 1, waitSeconds = 10 })).Json;
            delivery = released.GetProperty("deliveries")[0].GetProperty("deliveryId").GetString();
            (await bridge.Ops.Post("/api/v1/queues/desk/ack", new { deliveryIds = new[] { delivery } })).Status.ShouldBe(200);
        }
    }

    /// <summary>A page that is long in bytes has fewer items, and following it gives all of them once.</summary>
    [Fact]
    public async Task A_list_of_long_handoffs_comes_in_pages_that_fit()
    {
        await using var bridge = await Start("{}", postgres);
        await bridge.Database.Do(
            """
            insert into handoffs (id, thread_id, conversation_id, state, queue, data, requested_at)
            select uuid_v7(), uuid_v7(), uuid_v7(), 'released', 'desk',
                   json_build_object('handoffId', i, 'note', repeat('x', 900000)), now() - i * interval '1 minute' from generate_series(1, 23) i
            """
        );

        var (seen, pages, query) = (new List<int>(), 0, "?limit=500");
        while (true)
        {
            var page = await bridge.Ops.Get($"/api/v1/handoffs{query}");
            pages++;
            page.Body.Length.ShouldBeLessThan(5_000_000);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(h => h.GetProperty("handoffId").GetInt32()));
            if (page.Json.GetProperty("next").GetString() is not { } next)
            {
                break;
            }

            query = $"?limit=500&cursor={next}";
        }

        seen.ShouldBe(Enumerable.Range(1, 23));
        pages.ShouldBe(6);
    }

    private static async Task<BridgeUnderTest> Start(
        string handoff,
        TestPostgres postgres,
        System.Text.Json.Nodes.JsonObject? attributes = null
    ) =>
        await BridgeUnderTest.Start(
            postgres,
            new BridgeSetup
            {
                Script = new Sandbox.ChatApi.AgentScript("Hello.", [])
                    .On("human", "Passing you on.", handoff: handoff)
                    .Otherwise("You said: {text}"),
                Numbers = [BridgeSetup.Document(change: d => d["attributes"] = attributes ?? [])],
            }
        );
}
