using System.Text.Json;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class ThreadsApiTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    [Fact]
    public async Task Threads_are_listed_newest_first_and_paged_without_gaps_or_repeats()
    {
        var customers = new List<Customer>();
        foreach (var _ in Enumerable.Range(0, 7))
        {
            var customer = Bridge.Customer();
            await customer.Texts("hi");
            await customer.Receives();
            customers.Add(customer);
        }

        var seen = new List<Guid>();
        var cursor = "";
        do
        {
            var page = (await Ops.Get($"/api/v1/threads?limit=2{cursor}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("id").GetGuid()));
            page.GetProperty("items").EnumerateArray().ShouldAllBe(t => !t.EnumerateObject().Select(m => m.Name).Contains("messages"));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : null;
        } while (cursor is not null);

        var ours = customers.ConvertAll(c => c.ThreadId);
        ours.Reverse();
        seen.Where(ours.Contains).ShouldBe(ours);
        seen.Distinct().Count().ShouldBe(seen.Count);
    }

    [Fact]
    public async Task Threads_can_be_found_by_number_customer_and_state()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        async Task<int> Found(string query) =>
            (await Ops.Get($"/api/v1/threads?limit=500&{query}"))
                .Json.GetProperty("items")
                .EnumerateArray()
                .Count(t => t.GetProperty("id").GetGuid() == customer.ThreadId);
        var address = Uri.EscapeDataString(customer.Address);

        (await Found($"customer={address}")).ShouldBe(1);
        (await Found($"customer={address}&state=agent&number={Uri.EscapeDataString(BridgeSetup.Number)}")).ShouldBe(1);
        (await Found("state=idle")).ShouldBe(0);
        (await Found("number=%2B14155550000")).ShouldBe(0);
    }

    [Fact]
    public async Task Closing_ends_the_conversation_here_and_at_the_agent_once()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();

        var closed = await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close");
        (await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close")).Status.ShouldBe(200);

        closed.Status.ShouldBe(200);
        closed.Json.GetProperty("state").GetString().ShouldBe("idle");
        closed.Json.GetProperty("conversation").ValueKind.ShouldBe(JsonValueKind.Null);
        await customer.Settles();
        Bridge.Chat.Closes.Of(customer.Address).ShouldHaveSingleItem().Conversation.Id.ShouldBe(customer.Conversations[0].Id);
        await customer.Texts("again");
        await customer.Receives();
        customer.Conversations.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_close_that_the_agent_cannot_take_yet_is_made_up_for_later()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        Bridge.Chat.Faults.Next(4, Sandbox.Wire.Fault.Http(503), "close", customer.Address);

        (await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close")).Json.GetProperty("state").GetString().ShouldBe("idle");

        await Bridge.Chat.Closes.WaitForCount(customer.Address, 1, Eventually.Patience);
    }

    [Fact]
    public async Task A_conversation_closed_while_its_turn_runs_still_gets_the_answer_out_and_stays_closed()
    {
        var customer = Bridge.Customer();
        await customer.Texts("one");
        await customer.Receives();
        Bridge.Chat.Faults.Next(1, Sandbox.Wire.Fault.Slow(TimeSpan.FromSeconds(1)), "respond", customer.Address);

        await customer.Texts("two");
        await Bridge.Chat.Faults.Applied.WaitForCount(customer.Conversations[0].Id, 1, Eventually.Patience);
        await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close");
        await customer.Receives();
        await customer.Settles();

        (await customer.Thread())
            .GetProperty("messages")
            .EnumerateArray()
            .Count(m => m.GetProperty("direction").GetString() == "out")
            .ShouldBe(2);
    }

    [Fact]
    public async Task A_thread_that_is_not_there_is_a_404_with_a_problem()
    {
        var answer = await Ops.Get($"/api/v1/threads/{Guid.CreateVersion7()}");

        answer.Status.ShouldBe(404);
        answer.ContentType.ShouldBe("application/problem+json");
        (await Ops.Post($"/api/v1/threads/{Guid.CreateVersion7()}/close")).Status.ShouldBe(404);
        (await Ops.Get("/api/v1/threads/no-uuid")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Every_time_is_utc_with_a_z()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();

        var thread = await customer.Thread();

        thread.GetProperty("lastMessageAt").GetString()!.ShouldEndWith("Z");
        thread.GetProperty("conversation").GetProperty("openedAt").GetString()!.ShouldEndWith("Z");
        thread.GetProperty("messages").EnumerateArray().ShouldAllBe(m => m.GetProperty("at").GetString()!.EndsWith('Z'));
    }

    [Theory]
    [InlineData("cursor=bm9uc2Vuc2U")]
    [InlineData("limit=-1")]
    public async Task A_page_that_makes_no_sense_is_refused(string query)
    {
        (await Ops.Get($"/api/v1/threads?{query}")).Status.ShouldBe(400);
    }
}
