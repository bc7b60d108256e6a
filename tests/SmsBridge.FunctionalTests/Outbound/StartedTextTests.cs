using System.Text.Json;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Outbound;

public sealed class StartedTextTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    [Fact]
    public async Task A_text_that_we_start_reaches_a_customer_who_has_never_been_in_touch()
    {
        var customer = Bridge.Customer();

        var answer = await Starter.Starts(Ops, customer, "Your order is *ready*.", "m-1");

        answer.Status.ShouldBe(202, answer.Body);
        answer.Json.GetProperty("threadId").GetGuid().ShouldBe(customer.ThreadId);
        answer.Json.GetProperty("clientMessageId").GetString().ShouldBe("m-1");
        answer.Json.GetProperty("sendAt").ValueKind.ShouldBe(JsonValueKind.Null);
        var part = answer.Json.GetProperty("messages").EnumerateArray().ShouldHaveSingleItem();
        (await customer.Receives()).ShouldBe("Your order is *ready*.");
        await customer.Shows("out", "delivered");
        var shown = (await customer.Messages()).ShouldHaveSingleItem();
        shown.GetProperty("id").GetGuid().ShouldBe(part.GetProperty("id").GetGuid());
        shown.GetProperty("author").GetString().ShouldBe("bridge");
        shown.GetProperty("clientMessageId").GetString().ShouldBe("m-1");
        (await customer.Thread()).GetProperty("state").GetString().ShouldBe("idle");
        customer.Conversations.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_reply_opens_a_conversation_whose_attributes_carry_what_was_said()
    {
        var customer = Bridge.Customer();
        await Starter.Starts(Ops, customer, "Your order is ready.", "1");
        await customer.Receives();

        await customer.Texts("Thanks, when?");

        (await customer.Receives()).ShouldBe("You said: Thanks, when?");
        Starter.Told(customer.Conversations.ShouldHaveSingleItem(), "last_outbound_text").ShouldBe("Your order is ready.");
        Starter.Told(customer.Conversations[0], "last_outbound_at").ShouldEndWith("Z");
        // Only that one: the next conversation is not about it any more.
        (await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close")).Status.ShouldBe(200);
        await customer.Texts("and now?");
        await customer.Receives();
        customer.Conversations.Count.ShouldBe(2);
        Starter.Told(customer.Conversations[1], "last_outbound_text").ShouldBeNull();
    }

    [Fact]
    public async Task An_open_conversation_ends_because_its_agent_cannot_be_told()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();

        (await Starter.Starts(Ops, customer, "Your order is ready.", "1")).Status.ShouldBe(202);

        (await customer.Receives()).ShouldBe("Your order is ready.");
        await Bridge.Chat.Closes.WaitForCount(customer.Address, 1, Eventually.Patience);
        (await Reason(customer)).ShouldBe("started-text");
        await customer.Texts("thanks");
        await customer.Receives();
        customer.Conversations.Count.ShouldBe(2);
        Starter.Told(customer.Conversations[1], "last_outbound_text").ShouldBe("Your order is ready.");
    }

    [Fact]
    public async Task A_long_text_goes_out_in_parts_and_the_agent_gets_the_first_1600_characters()
    {
        var customer = Bridge.Customer();
        var text = string.Join(' ', Enumerable.Range(0, 400).Select(i => $"w{i:00000}"));

        var answer = await Starter.Starts(Ops, customer, text, "long");

        answer.Json.GetProperty("messages").GetArrayLength().ShouldBe(2);
        await Bridge.Twilio.Sent.WaitForCount(customer.Address, 2, Eventually.Patience);
        string.Join(' ', customer.Received).ShouldBe(text);
        Starter.Ids(await Starter.Starts(Ops, customer, text, "long")).ShouldBe(Starter.Ids(answer));
        await customer.Texts("ok");
        await Eventually.Holds(() => customer.Conversations.Count == 1, "the reply opened a conversation");
        Starter.Told(customer.Conversations[0], "last_outbound_text").ShouldBe(text[..1600]);
    }

    [Fact]
    public async Task The_same_call_made_again_answers_the_same_and_sends_nothing()
    {
        var customer = Bridge.Customer();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Starter.Starts(Ops, customer, "once", "same")));
        var later = await Starter.Starts(Ops, customer, "once", "same");

        answers.Append(later).ShouldAllBe(a => a.Status == 202);
        answers.Append(later).Select(a => string.Join(',', Starter.Ids(a))).Distinct().ShouldHaveSingleItem();
        await customer.Receives();
        await customer.Settles();
        customer.Received.ShouldBe(["once"]);
    }

    [Fact]
    public async Task A_repeated_call_is_answered_also_when_the_thread_has_moved_on()
    {
        var customer = Bridge.Customer();
        var first = await Starter.Starts(Ops, customer, "once", "same");
        await customer.Receives();
        await Bridge.Database.Do("update threads set state = 'opted-out' where id = $1", customer.ThreadId);

        var again = await Starter.Starts(Ops, customer, "once", "same");

        again.Status.ShouldBe(202, again.Body);
        Starter.Ids(again).ShouldBe(Starter.Ids(first));
    }

    [Fact]
    public async Task Another_text_under_a_known_id_is_refused_and_not_sent()
    {
        var customer = Bridge.Customer();
        await Starter.Starts(Ops, customer, "one", "id");

        Starter.Refused(await Starter.Starts(Ops, customer, "two", "id"), 409, "client-message-id-reused");

        (await Starter.Starts(Ops, Bridge.Customer(), "two", "id")).Status.ShouldBe(202, "an id belongs to its thread");
        await customer.Settles();
        customer.Received.ShouldBe(["one"]);
    }

    [Fact]
    public async Task A_customer_who_has_opted_out_is_not_texted()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        await customer.Settles();
        await Bridge.Database.Do("update threads set state = 'opted-out', conversation_id = null where id = $1", customer.ThreadId);

        Starter.Refused(await Starter.Starts(Ops, customer, "x", "1"), 409, "opted-out");

        await customer.Settles();
        customer.Received.ShouldBe(["You said: hi"]);
        (await customer.Thread()).GetProperty("state").GetString().ShouldBe("opted-out");
    }

    [Theory]
    [InlineData("handover")]
    [InlineData("live-agent")]
    public async Task While_people_have_the_thread_nothing_is_started(string state)
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        await customer.Settles();
        await Bridge.Database.Do("update threads set state = $2 where id = $1", customer.ThreadId, state);

        Starter.Refused(await Starter.Starts(Ops, customer, "x", "1"), 409, "with-people");

        await customer.Settles();
        customer.Received.ShouldBe(["You said: hi"]);
        (await customer.Thread()).GetProperty("state").GetString().ShouldBe(state);
        Bridge.Chat.Closes.Of(customer.Address).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("number", "+14155550111", "configured")]
    [InlineData("number", null, "missing")]
    [InlineData("customer", null, "missing")]
    [InlineData("customer", "ACME", "cannot be texted")]
    [InlineData("customer", "4155550101", "cannot be texted")]
    [InlineData("customer", "12345", "cannot be texted")]
    [InlineData("customer", "whatsapp:+14155550101", "channels")]
    [InlineData("customer", BridgeSetup.Number, "own numbers")]
    [InlineData("text", null, "missing")]
    [InlineData("text", " \n ", "missing")]
    [InlineData("text", "\u200b", "Nothing is left")]
    [InlineData("clientMessageId", null, "missing")]
    [InlineData("sendAt", "tomorrow", "offset")]
    [InlineData("sendAt", "2026-07-01T09:00:00", "offset")]
    [InlineData("sendAt", "2999-01-01T00:00:00Z", "35 days")]
    [InlineData("timeZone", "Mars/North", "IANA")]
    public async Task What_is_missing_or_unusable_is_named(string member, string? value, string says)
    {
        var body = Starter.Body("+14155550101", "x", "1");
        body[member] = value;

        var answer = await Ops.Post("/api/v1/messages", body);

        Starter.Refused(answer, 400, "invalid-request");
        var error = answer.Json.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem();
        error.Name.ShouldBe(member);
        error.Value[0].GetString()!.ShouldContain(says);
    }

    [Fact]
    public async Task What_is_too_long_or_unknown_is_refused_and_a_disabled_number_sends_nothing()
    {
        var text = await Ops.Post("/api/v1/messages", Starter.Body("+14155550101", new string('x', 10_001), "1"));
        Starter.Refused(text, 400, "invalid-request");
        text.Problem.ShouldContain("10000");
        var unknown = Starter.Body("+14155550101", "x", "1");
        unknown["urgent"] = true;
        (await Ops.Post("/api/v1/messages", unknown)).Problem.ShouldContain("urgent");
        const string off = "+14155550188";
        await Ops.Configure(BridgeSetup.Document(off, d => d["enabled"] = false));
        var disabled = await Ops.Post("/api/v1/messages", Starter.Body("+14155550101", "x", "1", off));
        Starter.Refused(disabled, 400, "invalid-request");
        disabled.Problem.ShouldContain(off);
    }

    private Task<string?> Reason(Customer customer) =>
        Bridge.Database.One<string>("select close_reason from conversations where thread_id = $1", customer.ThreadId);
}
