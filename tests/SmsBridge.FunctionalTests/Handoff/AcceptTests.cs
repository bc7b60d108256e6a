using System.Text.Json;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class AcceptTests(SharedBridge shared) : LiveAgentTests(shared)
{
    [Fact]
    public async Task Whoever_accepts_gets_control_and_the_thread_is_theirs()
    {
        var (customer, person) = await HandedOver();
        await person.Hears("requested");
        var before = await person.Handoff();

        var answer = await person.Accepts(new { acceptedBy = "Ada" });

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("controlToken").GetString()!.Length.ShouldBe(43);
        var expires = answer.Json.GetProperty("expiresAt").GetDateTimeOffset();
        expires.ShouldBeInRange(TimeProvider.System.GetUtcNow().AddHours(23), TimeProvider.System.GetUtcNow().AddHours(25));
        (await State(customer)).ShouldBe("live-agent");
        var accepted = await person.Hears("accepted");
        accepted.EnumerateObject().Select(m => m.Name).ShouldBe(["handoffId", "threadId", "number", "customer", "acceptedBy"]);
        accepted.GetProperty("handoffId").GetGuid().ShouldBe(person.HandoffId);
        accepted.GetProperty("threadId").GetGuid().ShouldBe(customer.ThreadId);
        accepted.GetProperty("number").GetString().ShouldBe(BridgeSetup.Number);
        accepted.GetProperty("customer").GetString().ShouldBe(customer.Address);
        accepted.GetProperty("acceptedBy").GetString().ShouldBe("Ada");
        before.GetProperty("state").GetString().ShouldBe("waiting");
        before.GetProperty("acceptedAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (before.GetProperty("pickupBy").GetDateTimeOffset() - before.GetProperty("requestedAt").GetDateTimeOffset()).ShouldBeInRange(
            TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(5),
            TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(5)
        );
        var after = await person.Handoff();
        after.GetProperty("state").GetString().ShouldBe("accepted");
        after.GetProperty("acceptedBy").GetString().ShouldBe("Ada");
        after.GetProperty("acceptedAt").GetString()!.ShouldEndWith("Z");
        after.GetProperty("endedAt").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_control_token_is_nowhere_but_in_the_answer()
    {
        var (customer, person) = await WithPeople();

        var rows = await Bridge.Database.All<string>(
            """
            select h::text from handoffs h where thread_id = $1
            union all select e::text from handoff_events e where thread_id = $1
            union all select w::text from work w where thread_id = $1
            """,
            customer.ThreadId
        );

        rows.Count.ShouldBeGreaterThan(2);
        rows.ShouldAllBe(r => !r.Contains(person.Token!));
    }

    [Fact]
    public async Task Accepting_again_gives_a_new_token_and_makes_the_earlier_one_stale()
    {
        var (customer, person) = await WithPeople();
        var earlier = person.Token!;

        (await person.Accepts()).Status.ShouldBe(200);

        person.Token.ShouldNotBe(earlier);
        Refused(await person.Writes("from before", "1", earlier), 409, "stale-control-token");
        Refused(await person.Releases("from before", earlier), 409, "stale-control-token");
        (await person.Writes("now", "2")).Status.ShouldBe(202);
        (await customer.Receives()).ShouldBe("now");
        await customer.Settles();
        customer.Received.ShouldBe(["Passing you on.", "now"]);
        (await State(customer)).ShouldBe("live-agent");
    }

    [Fact]
    public async Task Of_many_who_accept_at_once_one_has_control()
    {
        var (customer, person) = await HandedOver();
        await person.Hears("requested");

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i => Bridge.Instances[i % 2].Ops.Post($"/api/v1/handoffs/{person.HandoffId}/accept", new { acceptedBy = $"{i}" }))
        );

        answers.ShouldAllBe(a => a.Status == 200);
        var tokens = answers.Select(a => a.Json.GetProperty("controlToken").GetString()!).ToList();
        var written = await Task.WhenAll(tokens.Select((t, i) => person.Writes($"text {i}", $"{i}", t)));
        written.Count(w => w.Status == 202).ShouldBe(1);
        written.Count(w => w.Status == 409).ShouldBe(7);
        await customer.Receives();
        await customer.Settles();
        customer.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_cannot_be_accepted_is_refused_with_its_reason()
    {
        var (_, person) = await WithPeople();

        Refused(await Ops.Post($"/api/v1/handoffs/{Guid.CreateVersion7()}/accept"), 404, "unknown-handoff");
        Refused(await person.Accepts(new { acceptedBy = new string('x', 201) }), 400, "invalid-request");
        (await person.Accepts(new { accepted_by = "x" })).Problem.ShouldContain("'accepted_by'");
        (await person.Releases()).Status.ShouldBe(200);
        Refused(await person.Accepts(), 409, "handoff-over");
    }
}
