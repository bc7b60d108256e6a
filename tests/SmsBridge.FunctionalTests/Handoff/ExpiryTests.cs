using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class ExpiryTests(SharedBridge shared) : LiveAgentTests(shared)
{
    private const string Default = "Sorry, nobody from our team is free right now. Please text us again and our assistant will help you.";
    private const string Hold = "+14155550111";
    private const string Own = "+14155550112";
    private const string Silent = "+14155550113";

    private protected override BridgeSetup Setup =>
        base.Setup with
        {
            Numbers =
            [
                Number(BridgeSetup.Number, "agent", null),
                Number(Hold, "hold", "We are busy; we will text you."),
                Number(Own, "agent", "Nobody is here."),
                Number(Silent, "agent", ""),
            ],
        };

    [Theory]
    [InlineData(BridgeSetup.Number, Default)]
    [InlineData(Own, "Nobody is here.")]
    [InlineData(Silent, null)]
    public async Task Nobody_accepts_in_time_the_customer_is_told_once_and_the_thread_is_the_agents(string number, string? told)
    {
        var customer = Bridge.Customer(number);
        var person = Person(customer);
        await customer.Texts("human");

        await person.Hears("requested");
        var expired = await person.Hears("expired");

        expired.EnumerateObject().Select(m => m.Name).ShouldBe(["handoffId", "threadId", "number", "customer", "held"]);
        expired.GetProperty("handoffId").GetGuid().ShouldBe(person.HandoffId);
        expired.GetProperty("held").GetBoolean().ShouldBeFalse();
        (await State(customer)).ShouldBe("idle");
        var handoff = await person.Handoff();
        handoff.GetProperty("state").GetString().ShouldBe("expired");
        handoff.GetProperty("endReason").GetString().ShouldBe("expired");
        handoff.GetProperty("expiredAt").GetString().ShouldBe(handoff.GetProperty("endedAt").GetString());
        handoff
            .GetProperty("expiredAt")
            .GetDateTimeOffset()
            .ShouldBeGreaterThanOrEqualTo(handoff.GetProperty("pickupBy").GetDateTimeOffset());
        Refused(await person.Accepts(), 409, "handoff-over");
        Refused(await person.Writes("x", "1", "none"), 409, "handoff-over");
        Refused(await person.Releases("x", "none"), 409, "handoff-over");
        await customer.Settles();
        string[] received = told is null ? ["Passing you on."] : ["Passing you on.", told];
        customer.Received.ShouldBe(received);

        await customer.Texts("hello?");

        await Eventually.Holds(() => customer.Received.Contains("You said: hello?"), "the agent answers");
        customer.Conversations.Count.ShouldBe(2);
        Attribute(customer, "last_handoff_id").ShouldBe(person.HandoffId.ToString());
        Attribute(customer, "last_handoff_outcome").ShouldBe("expired");
        Attribute(customer, "last_handoff_reason").ShouldBe("expired");
        await customer.Settles();
        customer.Received.Count.ShouldBe(received.Length + 1);
    }

    [Fact]
    public async Task On_hold_the_customer_is_told_once_and_people_may_still_accept()
    {
        var customer = Bridge.Customer(Hold);
        var person = Person(customer);
        await customer.Texts("human");
        await person.Hears("requested");

        (await person.Hears("expired")).GetProperty("held").GetBoolean().ShouldBeTrue();

        var handoff = await person.Handoff();
        handoff.GetProperty("state").GetString().ShouldBe("waiting");
        handoff.GetProperty("expiredAt").GetString()!.ShouldEndWith("Z");
        (await State(customer)).ShouldBe("handover");
        await customer.Texts("still there?");
        (await person.Hears("message")).GetProperty("text").GetString().ShouldBe("still there?");
        await Eventually.Holds(
            async () => await Bridge.Database.Count("work where thread_id = $1 and kind = 'handoff'", customer.ThreadId) == 0,
            "nothing is timed any more"
        );
        (await person.Accepts()).Status.ShouldBe(200);
        (await person.Writes("Here we are.", "1")).Status.ShouldBe(202);
        (await person.Releases()).Status.ShouldBe(200);
        await customer.Settles();
        customer.Received.ShouldBe(["Passing you on.", "We are busy; we will text you.", "Here we are."]);
        person.Heard.Count(d => d.Type.Contains("expired")).ShouldBe(1);
    }

    [Theory]
    [InlineData(BridgeSetup.Number)]
    [InlineData(Hold)]
    public async Task What_was_accepted_in_time_does_not_expire(string number)
    {
        var (customer, other) = (Bridge.Customer(number), Bridge.Customer(number));
        var person = Person(customer);
        await customer.Texts("human");
        await person.TakesTheThread();
        await other.Texts("human");
        await Eventually.Holds(
            async () => await Bridge.Database.Count("handoff_events where thread_id = $1 and type like '%expired%'", other.ThreadId) == 1,
            "a later one has expired"
        );

        (await State(customer)).ShouldBe("live-agent");
        (await person.Writes("in time", "1")).Status.ShouldBe(202);
        await customer.Settles();
        customer.Received.ShouldBe(["Passing you on.", "in time"]);
    }

    [Fact]
    public async Task A_text_at_the_moment_of_the_expiry_goes_to_the_desk_or_to_the_agent_and_never_to_both()
    {
        var customers = Enumerable.Range(0, 8).Select(_ => Bridge.Customer()).ToList();
        await Task.WhenAll(
            customers.Select(
                async (customer, i) =>
                {
                    await customer.Texts("human");
                    await Eventually.Holds(async () => await State(customer) == "handover", "handed over");
                    using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1400 + i * 150));
                    await timer.WaitForNextTickAsync();
                    await customer.Texts("now");
                    await customer.Settles();
                }
            )
        );

        foreach (var customer in customers)
        {
            var relayed = await Bridge.Database.Count("handoff_events where thread_id = $1 and type like '%message%'", customer.ThreadId);
            var asked = customer.Asked.Count(t => t == "now");
            (relayed + asked).ShouldBe(1);
        }
    }

    private static JsonObject Number(string number, string onExpiry, string? text) =>
        BridgeSetup.Document(
            number,
            d =>
            {
                d["handoff"] = new JsonObject { ["pickupDeadline"] = "00:00:02", ["onExpiry"] = onExpiry };
                d["texts"] = new JsonObject { ["expired"] = text };
            }
        );

    private static string? Attribute(Customer customer, string name) =>
        customer.Conversations[^1].CreateBody.GetProperty("integration_attributes").TryGetProperty(name, out JsonElement value)
            ? value.GetString()
            : null;
}
