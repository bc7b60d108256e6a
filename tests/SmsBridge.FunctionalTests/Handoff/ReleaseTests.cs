using System.Text.Json;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class ReleaseTests(SharedBridge shared) : LiveAgentTests(shared)
{
    [Fact]
    public async Task Released_the_thread_is_the_agents_who_learns_that_people_just_spoke()
    {
        var (customer, person) = await WithPeople();
        await person.Writes("All set.", "1");
        await customer.Receives();

        var answer = await person.Releases("refund issued");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("state").GetString().ShouldBe("released");
        (await State(customer)).ShouldBe("idle");
        var released = await person.Hears("released");
        released.EnumerateObject().Select(m => m.Name).ShouldBe(["handoffId", "threadId", "number", "customer", "reason"]);
        released.GetProperty("handoffId").GetGuid().ShouldBe(person.HandoffId);
        released.GetProperty("reason").GetString().ShouldBe("refund issued");
        var handoff = await person.Handoff();
        handoff.GetProperty("state").GetString().ShouldBe("released");
        handoff.GetProperty("endReason").GetString().ShouldBe("refund issued");
        var endedAt = handoff.GetProperty("endedAt").GetDateTimeOffset();
        // The conversation before is closed at the agent's end too.
        await Bridge.Chat.Closes.WaitForCount(customer.Address, 1, Eventually.Patience);

        await customer.Texts("thanks");

        (await customer.Receives()).ShouldBe("You said: thanks");
        customer.Conversations.Count.ShouldBe(2);
        Attribute(customer, 0, "last_handoff_id").ShouldBeNull();
        Attribute(customer, 1, "last_handoff_id").ShouldBe(person.HandoffId.ToString());
        Attribute(customer, 1, "last_handoff_reason").ShouldBe("refund issued");
        Attribute(customer, 1, "last_handoff_outcome").ShouldBe("released");
        Attribute(customer, 1, "last_handoff_at")!.ShouldEndWith("Z");
        (DateTimeOffset.Parse(Attribute(customer, 1, "last_handoff_at")!) - endedAt).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(1));
        customer.Asked.ShouldBe(["human", "thanks"]);
    }

    [Fact]
    public async Task The_conversation_after_the_next_is_not_told_again()
    {
        var (customer, person) = await WithPeople();
        await person.Releases();
        await customer.Texts("two");
        await customer.Receives();
        await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close");

        await customer.Texts("three");
        await customer.Receives();

        customer.Conversations.Count.ShouldBe(3);
        Attribute(customer, 1, "last_handoff_outcome").ShouldBe("released");
        Attribute(customer, 2, "last_handoff_outcome").ShouldBeNull();
    }

    [Fact]
    public async Task A_create_that_fails_at_first_is_told_all_the_same()
    {
        var (customer, person) = await WithPeople();
        await person.Releases("done");
        Bridge.Chat.Faults.Next(4, Sandbox.Wire.Fault.Http(503), "create", customer.Address);

        await customer.Texts("hello");

        (await customer.Receives()).ShouldBe("You said: hello");
        Attribute(customer, customer.Conversations.Count - 1, "last_handoff_reason").ShouldBe("done");
    }

    [Fact]
    public async Task A_handoff_whose_conversation_had_ended_is_released_without_closing_it_again()
    {
        var (customer, person) = await WithPeople("over");

        (await person.Releases()).Status.ShouldBe(200);

        await customer.Settles();
        Bridge.Chat.Closes.Of(customer.Address).ShouldBeEmpty();
        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("You said: hi");
        Attribute(customer, 1, "last_handoff_id").ShouldBe(person.HandoffId.ToString());
    }

    [Fact]
    public async Task Closing_the_thread_is_a_release_that_the_agent_hears_of_too()
    {
        var (customer, person) = await WithPeople();

        await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close");

        (await person.Hears("released")).GetProperty("reason").GetString().ShouldBe("closed");
        Refused(await person.Writes("x", "1"), 409, "handoff-over");
        await customer.Texts("hi");
        await customer.Receives();
        Attribute(customer, 1, "last_handoff_reason").ShouldBe("closed");
    }

    [Fact]
    public async Task After_the_release_everything_is_refused_and_the_desk_hears_of_it_once()
    {
        var (customer, person) = await WithPeople();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => person.Releases()));

        answers.Select(a => a.Status).Order().ShouldBe([200, 409, 409, 409]);
        Refused(await person.Releases(), 409, "handoff-over");
        Refused(await person.Writes("x", "1"), 409, "handoff-over");
        Refused(await person.Accepts(), 409, "handoff-over");
        (await Bridge.Database.Count("handoff_events where thread_id = $1 and type like '%released%'", customer.ThreadId)).ShouldBe(1);
        (await Bridge.Database.Count("work where thread_id = $1 and kind = 'handoff'", customer.ThreadId)).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_release_lacks_is_named()
    {
        var (customer, person) = await WithPeople();

        (await Errors(new { controlToken = person.Token })).ShouldBe("reason");
        (await Errors(new { reason = " ", controlToken = person.Token })).ShouldBe("reason");
        (await Errors(new { reason = new string('x', 201), controlToken = person.Token })).ShouldBe("reason");
        (await Errors(new { reason = "x" })).ShouldBe("controlToken");
        (await State(customer)).ShouldBe("live-agent");
        (await person.Releases(new string('x', 200))).Status.ShouldBe(200);

        async Task<string> Errors(object body)
        {
            var answer = await Ops.Post($"/api/v1/handoffs/{person.HandoffId}/release", body);
            Refused(answer, 400, "invalid-request");
            return answer.Json.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name;
        }
    }

    [Fact]
    public async Task A_handoff_that_an_earlier_version_left_can_be_accepted_and_released()
    {
        var (customer, person) = await HandedOver();
        await person.Hears("requested");
        await Bridge.Database.Do("update handoffs set queues = null, pickup_by = null where thread_id = $1", customer.ThreadId);
        await Bridge.Database.Do("delete from work where thread_id = $1 and kind = 'handoff'", customer.ThreadId);

        (await person.Accepts()).Status.ShouldBe(200);
        (await person.Writes("hello", "1")).Status.ShouldBe(202);
        (await person.Releases()).Status.ShouldBe(200);

        (await customer.Receives()).ShouldBe("hello");
        await person.Hears("released");
    }

    private static string? Attribute(Customer customer, int conversation, string name) =>
        customer.Conversations[conversation].CreateBody.GetProperty("integration_attributes").TryGetProperty(name, out JsonElement value)
            ? value.GetString()
            : null;
}
