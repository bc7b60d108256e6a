using System.Text.Json;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Work;

/// <summary>Long waits are due times in the database and can be seen.</summary>
public sealed class WaitingTests(SharedBridge shared) : BridgeTests(shared)
{
    private static readonly TimeSpan Asked = TimeSpan.FromSeconds(20);

    private protected override BridgeSetup Setup =>
        BridgeSetup.With(("Agents:support:Timeout", "00:00:01"), ("Twilio:Timeout", "00:00:01"));

    [Theory]
    [InlineData("create", 429)]
    [InlineData("create", 503)]
    [InlineData("respond", 429)]
    [InlineData("respond", 503)]
    public async Task A_long_wait_that_the_chat_api_asks_for_is_a_due_time_and_no_attempt_comes_before_it(string operation, int status)
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Fault.Http(status, retryAfter: Asked), operation, customer.Address);

        await customer.Texts("hi");

        var waiting = await Waits(customer, "turn");
        waiting.GetProperty("category").GetString().ShouldBe(status == 429 ? "RateLimited" : "Transient");
        waiting.GetProperty("reason").GetString()!.ShouldContain($"{status}");
        DueIn(waiting).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(21));
        (await Held(customer)).ShouldBe(0);
        await customer.Receives(TimeSpan.FromSeconds(60));
        await customer.Settles();
        customer.Asked.ShouldBe(["hi"]);
        customer.Received.Count.ShouldBe(1);
        var asked = TimeProvider.System.GetElapsedTime(
            Bridge
                .Chat.Faults.Applied.All()
                .Single(f => f.Key == customer.Address || customer.Conversations.Any(c => c.Id == f.Key))
                .Timestamp,
            Bridge.Chat.Turns.Of(customer.Address)[0].StartTimestamp
        );
        asked.ShouldBeGreaterThan(Asked * 0.99);
    }

    [Theory]
    [InlineData(429, "20429")]
    [InlineData(400, "21611")]
    public async Task A_long_wait_that_twilio_asks_for_is_a_due_time(int status, string code)
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.Http(status, code, retryAfter: Asked), "create", customer.Address);

        await customer.Texts("hi");

        var waiting = await Waits(customer, "send");
        waiting.GetProperty("category").GetString().ShouldBe("RateLimited");
        waiting.GetProperty("reason").GetString()!.ShouldContain(code);
        DueIn(waiting).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(21));
        (await Held(customer)).ShouldBe(0);
        await customer.Receives(TimeSpan.FromSeconds(60));
        await customer.Settles();
        customer.Received.Count.ShouldBe(1);
    }

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

    private static TimeSpan DueIn(JsonElement waiting) => waiting.GetProperty("dueAt").GetDateTimeOffset() - DateTimeOffset.UtcNow;

    /// <summary>Nobody holds the thread meanwhile: no memory waits.</summary>
    private Task<long> Held(Customer customer) =>
        Bridge.Database.Count("work where thread_id = $1 and kind <> 'idle' and lease is not null", customer.ThreadId);

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
