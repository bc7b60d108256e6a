using System.Text.Json;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class TakeOverTests(SharedBridge shared) : LiveAgentTests(shared)
{
    [Fact]
    public async Task People_take_a_thread_from_the_agent_and_the_desk_gets_the_same_event_as_for_a_handoff()
    {
        var (customer, person) = await WithAgent();

        var answer = await TakeOver(customer, new { reason = "vip", destination = "sales" });

        answer.Status.ShouldBe(201, answer.Body);
        answer.Json.GetProperty("controlToken").ValueKind.ShouldBe(JsonValueKind.Null);
        (await State(customer)).ShouldBe("handover");
        var requested = await person.Hears("requested");
        requested.GetProperty("handoffId").GetGuid().ShouldBe(answer.Json.GetProperty("handoffId").GetGuid());
        requested.GetProperty("source").GetString().ShouldBe("people");
        requested.GetProperty("reason").GetString().ShouldBe("vip");
        requested.GetProperty("destination").GetString().ShouldBe("sales");
        requested.GetProperty("handoff").GetRawText().ShouldBe("{}");
        requested.GetProperty("transcript").GetArrayLength().ShouldBe(2);
        await customer.Texts("who is this?");
        (await person.Hears("message")).GetProperty("text").GetString().ShouldBe("who is this?");
        (await person.Accepts()).Status.ShouldBe(200);
        await person.Writes("Ada", "1");
        (await customer.Receives()).ShouldBe("Ada");
        await person.Releases();
        await customer.Texts("bye");
        (await customer.Receives()).ShouldBe("You said: bye");
        customer.Asked.ShouldBe(["hi", "bye"]);
    }

    [Fact]
    public async Task Whoever_names_a_person_has_control_at_once()
    {
        var (customer, person) = await WithAgent();

        var answer = await TakeOver(customer, new { acceptedBy = "Ada" });

        answer.Status.ShouldBe(201, answer.Body);
        (await State(customer)).ShouldBe("live-agent");
        await person.Hears("requested");
        (await person.Hears("accepted")).GetProperty("acceptedBy").GetString().ShouldBe("Ada");
        person.Token = answer.Json.GetProperty("controlToken").GetString();
        (await person.Writes("hello", "1")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_reply_that_the_agent_was_computing_is_withheld_and_its_text_goes_to_the_desk()
    {
        var (customer, person) = await WithAgent();
        await customer.Texts("think about it");
        await Bridge.Chat.Turns.WaitForCount(customer.Address, 2, Eventually.Patience);
        await customer.Texts("and this");

        (await TakeOver(customer)).Status.ShouldBe(201);

        await person.Hears("requested");
        await person.Hears("message");
        await person.Hears("message");
        person.Texts.ShouldBe(["think about it", "and this"]);
        await Bridge.Chat.Answered.WaitForCount(customer.Address, 2, Eventually.Patience);
        await customer.Settles();
        // A later turn of somebody else, so that the withheld one had time to come through.
        var (_, other) = await WithAgent();
        other.ShouldNotBeNull();
        customer.Received.ShouldBe(["You said: hi"]);
        customer.Asked.ShouldBe(["hi", "think about it"]);
        (await State(customer)).ShouldBe("handover");
    }

    [Fact]
    public async Task Only_a_thread_that_the_agent_has_can_be_taken()
    {
        var (customer, _) = await WithPeople();

        Refused(await TakeOver(customer), 409, "not-with-agent");
        (await Ops.Post($"/api/v1/threads/{Guid.CreateVersion7()}/take-over")).Status.ShouldBe(404);
        Refused(await TakeOver(customer, new { reason = new string('x', 201) }), 400, "invalid-request");
        (await State(customer)).ShouldBe("live-agent");
        await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close");
        Refused(await TakeOver(customer), 409, "not-with-agent");
    }

    [Fact]
    public async Task Taken_by_many_at_once_there_is_one_handoff()
    {
        var (customer, _) = await WithAgent();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => TakeOver(customer, instance: i % 2)));

        answers.Count(a => a.Status == 201).ShouldBe(1);
        answers.ShouldAllBe(a => a.Status == 201 || a.Status == 409);
        (await Bridge.Database.Count("handoffs where thread_id = $1", customer.ThreadId)).ShouldBe(1);
        await customer.Settles();
    }

    private Task<Answer> TakeOver(Customer customer, object? body = null, int instance = 0) =>
        Bridge.Instances[instance].Ops.Post($"/api/v1/threads/{customer.ThreadId}/take-over", body);

    private async Task<(Customer Customer, DeskPerson Person)> WithAgent()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        await customer.Settles();
        return (customer, Person(customer));
    }
}
