using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class TransientFailureTests(SharedBridge shared) : BridgeTests(shared)
{
    [Theory]
    [InlineData("respond", 500)]
    [InlineData("respond", 503)]
    [InlineData("create", 500)]
    [InlineData("create", 504)]
    public async Task A_failing_call_is_tried_again_and_the_text_answered_once(string operation, int status)
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Fault.Http(status), operation, customer.Address);

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Settles();
        customer.Asked.ShouldBe(["hi"]);
        customer.Received.Count.ShouldBe(1);
        customer.Conversations.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_proxys_html_page_is_a_failure_like_any_other()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Fault.BadGateway, "respond", customer.Address);

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("You said: hi");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_retry_after_is_honoured(int status)
    {
        var customer = Bridge.Customer();
        var wait = TimeSpan.FromSeconds(2);
        Bridge.Chat.Faults.Next(1, Fault.Http(status, retryAfter: wait), "respond", customer.Address);

        await customer.Texts("hi");
        await customer.Receives();

        var refusedAt = Bridge.Chat.Faults.Applied.Of(customer.Conversations[0].Id).ShouldHaveSingleItem().Timestamp;
        var answeredAt = Bridge.Chat.Turns.Of(customer.Address).ShouldHaveSingleItem().StartTimestamp;
        TimeProvider.System.GetElapsedTime(refusedAt, answeredAt).ShouldBeGreaterThan(wait * 0.99);
    }

    [Fact]
    public async Task A_longer_retry_after_is_a_due_time_in_the_database()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Fault.Http(429, retryAfter: TimeSpan.FromSeconds(600)), "respond", customer.Address);

        await customer.Texts("hi");

        await Eventually.Holds(
            async () => await Bridge.Database.Count("work where thread_id = $1 and category = 'RateLimited'", customer.ThreadId) == 1,
            "the turn waits"
        );
        var waiting = (await customer.Thread()).GetProperty("waiting").EnumerateArray().Single();
        waiting.GetProperty("kind").GetString().ShouldBe("turn");
        (waiting.GetProperty("dueAt").GetDateTimeOffset() - DateTimeOffset.UtcNow).ShouldBeGreaterThan(TimeSpan.FromSeconds(580));
    }

    [Fact]
    public async Task Texts_behind_a_waiting_one_keep_their_place()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(4, Fault.Http(503), "respond", customer.Address);

        await customer.Texts("one");
        await customer.Texts("two");
        await customer.Settles();

        customer.Echoed.ShouldBe(["one", "two"]);
    }
}
