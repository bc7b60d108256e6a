using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class MessageTests(SharedBridge shared) : LiveAgentTests(shared)
{
    [Fact]
    public async Task A_text_of_people_reaches_the_customer_and_the_thread_shows_who_wrote_it()
    {
        var (customer, person) = await WithPeople();

        var answer = await person.Writes("  Ada here, how can I help?\n", "m-1");

        answer.Status.ShouldBe(202, answer.Body);
        answer.Json.GetProperty("handoffId").GetGuid().ShouldBe(person.HandoffId);
        answer.Json.GetProperty("clientMessageId").GetString().ShouldBe("m-1");
        var part = answer.Json.GetProperty("messages").EnumerateArray().ShouldHaveSingleItem();
        (await customer.Receives()).ShouldBe("Ada here, how can I help?");
        var shown = (await customer.Messages())[^1];
        shown.GetProperty("id").GetGuid().ShouldBe(part.GetProperty("id").GetGuid());
        shown.GetProperty("author").GetString().ShouldBe("live-agent");
        shown.GetProperty("handoffId").GetGuid().ShouldBe(person.HandoffId);
        shown.GetProperty("clientMessageId").GetString().ShouldBe("m-1");
        (await customer.Messages())[0].TryGetProperty("handoffId", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_long_text_goes_out_in_parts_and_in_order_as_the_agents_do()
    {
        var (customer, person) = await WithPeople();
        var text = string.Join(' ', Enumerable.Range(0, 600).Select(i => $"w{i:00000}"));

        var answer = await person.Writes(text, "long");
        (await person.Writes("and this", "short")).Status.ShouldBe(202);

        answer.Json.GetProperty("messages").GetArrayLength().ShouldBe(3);
        await Bridge.Twilio.Sent.WaitForCount(customer.Address, 5, Eventually.Patience);
        string.Join(' ', customer.Received.Skip(1).Take(3)).ShouldBe(text);
        customer.Received[4].ShouldBe("and this");
        // Asked for again, it is known with all its parts, and the text behind it is none of them.
        var again = await person.Writes(text, "long");
        again.Status.ShouldBe(202);
        Ids(again).ShouldBe(Ids(answer));
    }

    [Fact]
    public async Task What_a_desk_makes_HTML_of_goes_out_as_plain_text_like_the_agents()
    {
        var (customer, person) = await WithPeople();
        const string text = "<p>Hi &amp; <b>welcome</b> “back”</p><p>It is 5 * 3 * 2 = 30, see [the terms](https://shop.example/t)</p>";

        (await person.Writes(text, "m-1")).Status.ShouldBe(202);
        (await person.Writes(text, "m-1")).Status.ShouldBe(202);

        (await customer.Receives()).ShouldBe("Hi & welcome \"back\"\n\nIt is 5 * 3 * 2 = 30, see the terms: https://shop.example/t");
        await customer.Settles();
        customer.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_same_call_made_again_answers_the_same_and_sends_nothing()
    {
        var (customer, person) = await WithPeople();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => person.Writes("once", "same")));
        var later = await person.Writes("once", "same");

        answers.Append(later).ShouldAllBe(a => a.Status == 202);
        answers.Append(later).Select(a => string.Join(',', Ids(a))).Distinct().ShouldHaveSingleItem();
        await customer.Receives();
        await customer.Settles();
        customer.Received.ShouldBe(["Passing you on.", "once"]);
    }

    [Fact]
    public async Task Another_text_under_a_known_id_is_refused_and_not_sent()
    {
        var (customer, person) = await WithPeople();
        await person.Writes("one", "id");

        var answer = await person.Writes("two", "id");

        Refused(answer, 409, "client-message-id-reused");
        answer.Problem.ShouldContain("clientMessageId");
        // Nor is the same text under an id of an earlier handoff taken for a repetition of that one.
        await person.Releases();
        await customer.Texts("human again");
        await person.TakesTheThread();
        Refused(await person.Writes("one", "id"), 409, "client-message-id-reused");
        await customer.Settles();
        customer.Received.ShouldBe(["Passing you on.", "one", "Passing you on."]);
    }

    [Theory]
    [InlineData("""{ "text": "x", "clientMessageId": "1" }""", "controlToken")]
    [InlineData("""{ "text": "x", "clientMessageId": "1", "controlToken": "" }""", "controlToken")]
    [InlineData("""{ "text": "x", "controlToken": "t" }""", "clientMessageId")]
    [InlineData("""{ "clientMessageId": "1", "controlToken": "t" }""", "text")]
    [InlineData("""{ "text": " \n ", "clientMessageId": "1", "controlToken": "t" }""", "text")]
    [InlineData("""{ "text": "a\u0000b", "clientMessageId": "1", "controlToken": "t" }""", "text")]
    public async Task What_is_missing_or_unusable_is_named(string body, string member)
    {
        var answer = await Ops.Post($"/api/v1/handoffs/{Guid.CreateVersion7()}/messages", body);

        Refused(answer, 400, "invalid-request");
        answer.Json.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe([member]);
    }

    [Fact]
    public async Task What_is_too_long_is_refused_with_its_limit()
    {
        var (customer, person) = await WithPeople();

        var text = await person.Writes(new string('x', 10_001), "1");
        Refused(text, 400, "invalid-request");
        text.Problem.ShouldContain("10000");
        var id = await person.Writes("x", new string('x', 129));
        Refused(id, 400, "invalid-request");
        id.Problem.ShouldContain("128");
        (await person.Writes("x", new string('x', 128))).Status.ShouldBe(202);
        (await customer.Receives()).ShouldBe("x");
    }

    [Fact]
    public async Task Without_control_nothing_is_sent()
    {
        var (customer, person) = await HandedOver();
        await person.Hears("requested");

        Refused(await person.Writes("x", "1", "none"), 409, "not-accepted");
        await person.Accepts();
        Refused(await person.Writes("x", "1", "another"), 409, "stale-control-token");
        Refused(
            await Ops.Post(
                $"/api/v1/handoffs/{Guid.CreateVersion7()}/messages",
                new JsonObject
                {
                    ["text"] = "x",
                    ["clientMessageId"] = "1",
                    ["controlToken"] = "t",
                }
            ),
            404,
            "unknown-handoff"
        );
        await person.Releases();
        Refused(await person.Writes("x", "1"), 409, "handoff-over");

        await customer.Settles();
        customer.Received.ShouldBe(["Passing you on."]);
    }

    [Fact]
    public async Task A_customer_who_has_opted_out_is_not_texted()
    {
        var (customer, person) = await WithPeople();
        await Bridge.Database.Do("update threads set state = 'opted-out' where id = $1", customer.ThreadId);

        Refused(await person.Writes("x", "1"), 409, "opted-out");

        await customer.Settles();
        customer.Received.ShouldBe(["Passing you on."]);
    }

    [Fact]
    public async Task Each_message_lengthens_control()
    {
        var (customer, person) = await WithPeople();
        await Bridge.Database.Do("update handoffs set control_until = now() + interval '20 s' where thread_id = $1", customer.ThreadId);

        await person.Writes("x", "1");

        (
            await Bridge.Database.One<bool>(
                "select control_until > now() + interval '23 h' from handoffs where thread_id = $1",
                customer.ThreadId
            )
        ).ShouldBeTrue();
        await Bridge.Database.Do("update handoffs set control_until = now() - interval '1 s' where thread_id = $1", customer.ThreadId);
        Refused(await person.Writes("y", "2"), 409, "stale-control-token");
    }

    private static List<Guid> Ids(Answer answer) =>
        [.. answer.Json.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("id").GetGuid())];
}
