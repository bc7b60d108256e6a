namespace SmsBridge.FunctionalTests.Handoff;

public sealed class AbandonedTests(SharedBridge shared) : LiveAgentTests(shared)
{
    private protected override BridgeSetup Setup =>
        base.Setup with
        {
            Settings = new Dictionary<string, string?> { ["Handoff:ControlFor"] = "00:00:03" },
        };

    [Fact]
    public async Task People_who_do_nothing_for_too_long_lose_the_thread_to_the_agent()
    {
        var (customer, person) = await WithPeople();

        (await person.Hears("released")).GetProperty("reason").GetString().ShouldBe("abandoned");

        (await State(customer)).ShouldBe("idle");
        Refused(await person.Writes("x", "1"), 409, "handoff-over");
        Refused(await person.Releases(), 409, "handoff-over");
        await customer.Texts("anybody?");
        (await customer.Receives()).ShouldBe("You said: anybody?");
        customer.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Each_text_of_theirs_begins_the_time_anew()
    {
        var (customer, person) = await WithPeople();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 5; i++)
        {
            await timer.WaitForNextTickAsync();
            (await person.Writes($"text {i}", $"{i}")).Status.ShouldBe(202);
        }

        (await State(customer)).ShouldBe("live-agent");
        (await person.Hears("released")).GetProperty("reason").GetString().ShouldBe("abandoned");
        var early = await Bridge.Database.Count(
            "handoffs where thread_id = $1 and ended_at < (select max(at) from messages where author = 'live-agent' and thread_id = $1) + interval '3 s'",
            customer.ThreadId
        );
        early.ShouldBe(0);
    }
}
