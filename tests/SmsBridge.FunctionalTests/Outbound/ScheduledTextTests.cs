using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Outbound;

public sealed class ScheduledTextTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    [Fact]
    public async Task A_text_for_later_waits_as_queued_and_goes_out_when_it_is_time()
    {
        var customer = Bridge.Customer();
        var at = DateTimeOffset.UtcNow.AddHours(2);

        var answer = await Starter.Starts(Ops, customer, "later", "1", At(at));

        answer.Status.ShouldBe(202, answer.Body);
        answer.Json.GetProperty("sendAt").GetDateTimeOffset().ShouldBe(at, TimeSpan.FromMilliseconds(1));
        var waiting = (await customer.Messages()).ShouldHaveSingleItem();
        waiting.GetProperty("status").GetString().ShouldBe("queued");
        waiting.GetProperty("sendAt").GetDateTimeOffset().ShouldBe(at, TimeSpan.FromMilliseconds(1));
        customer.Received.ShouldBeEmpty();
        await ItIsTime(customer);
        (await customer.Receives()).ShouldBe("later");
        await customer.Shows("out", "delivered");
        await Eventually.Holds(async () => await Timers(customer) == 0, "nothing more is scheduled");
    }

    [Fact]
    public async Task A_time_in_the_past_is_now()
    {
        var customer = Bridge.Customer();

        var answer = await Starter.Starts(Ops, customer, "now", "1", At(DateTimeOffset.UtcNow.AddHours(-1)));

        answer.Json.GetProperty("sendAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (await customer.Receives()).ShouldBe("now");
    }

    [Fact]
    public async Task What_waits_does_not_hold_up_what_is_said_meanwhile_and_then_takes_its_place_behind_it()
    {
        var customer = Bridge.Customer();
        await Starter.Starts(Ops, customer, "later", "1", Later);
        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("You said: hi");
        Starter.Told(customer.Conversations[0], "last_outbound_text").ShouldBeNull("nothing was said yet");
        Bridge.Chat.Closes.Of(customer.Address).ShouldBeEmpty();

        await ItIsTime(customer);

        (await customer.Receives()).ShouldBe("later");
        (await customer.Messages()).Select(m => m.GetProperty("text").GetString()).ShouldBe(["hi", "You said: hi", "later"]);
        await Bridge.Chat.Closes.WaitForCount(customer.Address, 1, Eventually.Patience);
        await customer.Texts("ok");
        await customer.Receives();
        Starter.Told(customer.Conversations[1], "last_outbound_text").ShouldBe("later");
    }

    [Fact]
    public async Task Several_texts_wait_in_a_thread_and_each_goes_at_its_own_time()
    {
        var customer = Bridge.Customer();
        await Starter.Starts(Ops, customer, "third", "3", At(DateTimeOffset.UtcNow.AddDays(3)));
        await Starter.Starts(Ops, customer, "first", "1", At(DateTimeOffset.UtcNow.AddSeconds(1)));
        await Starter.Starts(Ops, customer, "second", "2", At(DateTimeOffset.UtcNow.AddSeconds(2)));

        await Bridge.Twilio.Sent.WaitForCount(customer.Address, 2, Eventually.Patience);

        await Eventually.Holds(
            async () =>
                await Bridge.Database.One<bool>(
                    "select lease is null and due_at > now() + interval '2 days' from work where thread_id = $1 and kind = 'scheduled'",
                    customer.ThreadId
                ),
            "the timer sleeps until the third"
        );
        customer.Received.ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task A_text_for_later_is_stored_once_however_often_it_is_asked_for()
    {
        var customer = Bridge.Customer();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Starter.Starts(Ops, customer, "once", "same", Later)));

        answers.Select(a => string.Join(',', Starter.Ids(a))).Distinct().ShouldHaveSingleItem();
        await ItIsTime(customer);
        await customer.Receives();
        await customer.Settles();
        customer.Received.ShouldBe(["once"]);
        Starter.Ids(await Starter.Starts(Ops, customer, "once", "same", Later)).ShouldBe(Starter.Ids(answers[0]));
    }

    [Fact]
    public async Task A_text_that_waits_can_be_canceled_with_all_its_parts()
    {
        var customer = Bridge.Customer();
        var whole = await Starter.Starts(Ops, customer, string.Join(' ', Enumerable.Range(0, 400).Select(i => $"w{i:00000}")), "1", Later);

        var answer = await Ops.Delete($"/api/v1/messages/{Starter.Ids(whole)[1]}");

        answer.Status.ShouldBe(200, answer.Body);
        (await customer.Messages()).Select(m => m.GetProperty("status").GetString()).ShouldBe(["canceled", "canceled"]);
        await ItIsTime(customer);
        await Eventually.Holds(async () => await Timers(customer) == 0, "the timer found nothing");
        customer.Received.ShouldBeEmpty();
        Starter.Refused(await Ops.Delete($"/api/v1/messages/{Starter.Ids(whole)[0]}"), 409, "not-scheduled");
    }

    [Fact]
    public async Task What_is_sent_or_unknown_cannot_be_canceled()
    {
        var customer = Bridge.Customer();
        var sent = await Starter.Starts(Ops, customer, "now", "1");

        Starter.Refused(await Ops.Delete($"/api/v1/messages/{Starter.Ids(sent)[0]}"), 409, "not-scheduled");
        Starter.Refused(await Ops.Delete($"/api/v1/messages/{Guid.CreateVersion7()}"), 404, "unknown-message");
        (await customer.Receives()).ShouldBe("now");
    }

    [Theory]
    [InlineData("opted-out", "opted out")]
    [InlineData("handover", "People")]
    [InlineData("live-agent", "People")]
    public async Task What_must_not_be_said_any_more_when_it_is_time_is_canceled_with_the_reason(string state, string says)
    {
        var customer = Bridge.Customer();
        await Starter.Starts(Ops, customer, "later", "1", Later);
        await Bridge.Database.Do("update threads set state = $2 where id = $1", customer.ThreadId, state);

        await ItIsTime(customer);

        await customer.Shows("out", "canceled");
        (await customer.Messages())[0].GetProperty("error").GetProperty("text").GetString()!.ShouldContain(says);
        await customer.Settles();
        customer.Received.ShouldBeEmpty();
        (await customer.Thread()).GetProperty("state").GetString().ShouldBe(state);
    }

    [Fact]
    public async Task A_number_that_is_removed_meanwhile_says_nothing()
    {
        const string number = "+14155550177";
        await Ops.Configure(BridgeSetup.Document(number));
        var customer = Bridge.Customer(number);
        await Starter.Starts(
            Ops,
            customer,
            "later",
            "1",
            d => (d["number"], d["sendAt"]) = (number, Text(DateTimeOffset.UtcNow.AddDays(1)))
        );
        (await Ops.Delete($"/api/v1/numbers/{number}")).Status.ShouldBeOneOf([200, 204]);

        await ItIsTime(customer);

        await customer.Shows("out", "canceled");
        (await customer.Messages())[0].GetProperty("error").GetProperty("text").GetString()!.ShouldContain("configured");
    }

    [Fact]
    public async Task What_waits_is_not_in_the_transcript_that_people_get()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        await Starter.Starts(Ops, customer, "later", "1", Later);

        var taken = await Ops.Post($"/api/v1/threads/{customer.ThreadId}/take-over", new { reason = "test" });

        taken.Status.ShouldBe(201, taken.Body);
        var handoff = await Ops.Get($"/api/v1/handoffs/{taken.Json.GetProperty("handoffId").GetGuid()}");
        handoff
            .Json.GetProperty("transcript")
            .EnumerateArray()
            .Select(l => l.GetProperty("text").GetString())
            .ShouldBe(["hi", "You said: hi"]);
    }

    private static Action<JsonObject> Later => At(DateTimeOffset.UtcNow.AddDays(1));

    private static Action<JsonObject> At(DateTimeOffset at) => body => body["sendAt"] = Text(at);

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private Task<long> Timers(Customer customer) =>
        Bridge.Database.Count("work where thread_id = $1 and kind = 'scheduled'", customer.ThreadId);

    /// <summary>Lets the time come for whatever waits.</summary>
    private async Task ItIsTime(Customer customer)
    {
        await Bridge.Database.Do("update messages set send_at = now() where thread_id = $1 and send_at is not null", customer.ThreadId);
        await Bridge.Database.Do("update work set due_at = now() where thread_id = $1 and kind = 'scheduled'", customer.ThreadId);
    }
}
