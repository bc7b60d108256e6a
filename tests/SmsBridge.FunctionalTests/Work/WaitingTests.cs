using System.Text.Json;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Work;

/// <summary>Long waits are due times in the database and can be seen.</summary>
public sealed class WaitingTests(SharedBridge shared) : BridgeTests(shared)
{
    private static readonly TimeSpan Asked = TimeSpan.FromSeconds(20);

    private protected override BridgeSetup Setup =>
        BridgeSetup.With(("Agents:support:Timeout", "00:00:01"), ("Twilio:Timeout", "00:00:01"));

    [Fact]
    public async Task A_long_wait_that_a_provider_asks_for_is_a_due_time_and_no_attempt_comes_before_it() =>
        await Task.WhenAll(
            ChatApiAsks("create", 429, "RateLimited"),
            ChatApiAsks("create", 503, "Transient"),
            ChatApiAsks("respond", 429, "RateLimited"),
            ChatApiAsks("respond", 503, "Transient"),
            TwilioAsks(429, "20429"),
            TwilioAsks(400, "21611")
        );

    [Fact]
    public async Task An_unknown_outcome_waits_visibly_before_anybody_tries_again()
    {
        var (asked, sent) = (Bridge.Customer(), Bridge.Customer());
        Bridge.Chat.Faults.Next(1, Fault.AcceptThenHang, "respond", asked.Address);
        Bridge.Twilio.Faults.Next(1, Fault.AcceptThenHang, "create", sent.Address);

        await asked.Texts("hi");
        await sent.Texts("hi");

        (await Waits(asked, "turn")).GetProperty("category").GetString().ShouldBe("UnknownOutcome");
        (await Waits(sent, "send")).GetProperty("category").GetString().ShouldBe("UnknownOutcome");
        await asked.Receives();
        await sent.Settles();
        await asked.Settles();
        (await asked.Thread()).GetProperty("waiting").GetArrayLength().ShouldBe(0);
        (asked.Received.Count, sent.Received.Count).ShouldBe((1, 1));
    }

    private async Task ChatApiAsks(string operation, int status, string category)
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Fault.Http(status, retryAfter: Asked), operation, customer.Address);
        await customer.Texts("hi");

        await WaitsVisibly(customer, "turn", category, $"{status}");
        await customer.Receives(TimeSpan.FromSeconds(60));
        await customer.Settles();

        customer.Asked.ShouldBe(["hi"]);
        customer.Received.Count.ShouldBe(1);
        var conversation = customer.Conversations.ShouldHaveSingleItem();
        var refused = Bridge.Chat.Faults.Applied.All().Single(f => f.Key == customer.Address || f.Key == conversation.Id);
        TimeProvider
            .System.GetElapsedTime(refused.Timestamp, Bridge.Chat.Turns.Of(customer.Address)[0].StartTimestamp)
            .ShouldBeGreaterThan(Asked * 0.99);
    }

    private async Task TwilioAsks(int status, string code)
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.Http(status, code, retryAfter: Asked), "create", customer.Address);
        await customer.Texts("hi");

        await WaitsVisibly(customer, "send", "RateLimited", code);
        await customer.Receives(TimeSpan.FromSeconds(60));
        await customer.Settles();

        customer.Received.Count.ShouldBe(1);
        var refused = Bridge.Twilio.Faults.Applied.Of(customer.Address).ShouldHaveSingleItem();
        TimeProvider
            .System.GetElapsedTime(refused.Timestamp, Bridge.Twilio.Sent.Of(customer.Address)[0].Timestamp)
            .ShouldBeGreaterThan(Asked * 0.99);
    }

    /// <summary>Nobody holds the thread meanwhile: no memory waits.</summary>
    private async Task WaitsVisibly(Customer customer, string kind, string category, string reason)
    {
        var waiting = await Waits(customer, kind);
        waiting.GetProperty("category").GetString().ShouldBe(category);
        waiting.GetProperty("reason").GetString()!.ShouldContain(reason);
        DueIn(waiting).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(21));
        var held = await Bridge.Database.Count("work where thread_id = $1 and kind = $2 and lease is not null", customer.ThreadId, kind);
        held.ShouldBe(0);
    }

    private static TimeSpan DueIn(JsonElement waiting) => waiting.GetProperty("dueAt").GetDateTimeOffset() - DateTimeOffset.UtcNow;

    private static async Task<JsonElement> Waits(Customer customer, string kind)
    {
        JsonElement found = default;
        await Eventually.Holds(
            async () =>
            {
                try
                {
                    found = (await customer.Thread())
                        .GetProperty("waiting")
                        .EnumerateArray()
                        .SingleOrDefault(w => w.GetProperty("kind").GetString() == kind);
                }
                catch (ShouldAssertException)
                {
                    return false;
                }

                return found.ValueKind == JsonValueKind.Object;
            },
            $"a {kind} waits"
        );
        return found;
    }
}
