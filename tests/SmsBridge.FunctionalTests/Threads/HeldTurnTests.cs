using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class HeldTurnTests(SharedBridge shared) : BridgeTests(shared)
{
    [Fact]
    public async Task Turns_are_held_while_the_agents_credentials_are_refused_and_resume_within_a_minute_of_the_fix()
    {
        var (held, other) = (Bridge.Customer(), Bridge.Customer());
        Bridge.Chat.Faults.Rate(1, Fault.Http(401), "respond");
        Bridge.Chat.Faults.Rate(1, Fault.Http(403), "create", other.Address);

        await held.Texts("one");
        await held.Texts("two");
        await other.Texts("hi");
        await Eventually.Holds(
            async () => await Bridge.Database.Count("work where kind = 'turn' and category = 'Credentials'") == 2,
            "both turns are held"
        );
        (await held.Thread()).GetProperty("waiting")[0].GetProperty("reason").GetString()!.ShouldMatch("40[13]");
        Bridge.Chat.Faults.Clear();

        (await held.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: one\ntwo");
        (await other.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: hi");
        held.Asked.ShouldBe(["one\ntwo"]);
        (await Bridge.Database.Count("failures")).ShouldBe(0);
    }
}
