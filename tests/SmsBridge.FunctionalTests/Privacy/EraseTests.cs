using System.Text.Json;
using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.FunctionalTests.Outbound;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>A customer wants to be forgotten.</summary>
public sealed class EraseTests(SharedBridge shared) : LiveAgentTests(shared)
{
    private const string Other = "+14155550131";

    private protected override BridgeSetup Setup =>
        base.Setup with
        {
            Numbers = [BridgeSetup.Document(), BridgeSetup.Document(Other), BridgeSetup.Document("whatsapp:+14155550199")],
        };

    [Fact]
    public async Task Everything_of_a_customer_is_gone_from_every_table_and_the_answer_says_how_much_it_was()
    {
        var (customer, bystander) = (Bridge.Customer(), Bridge.Customer());
        await bystander.Texts("bystander-words");
        await bystander.Receives();
        Bridge.Twilio.Faults.Next(1, Fault.Http(400, "21211"), "create", customer.Address);
        await customer.Texts("first-words");
        await customer.Shows("out", "failed");
        await customer.Texts("second-words");
        await customer.Receives();
        await Starter.Starts(Ops, customer, "started-words", "s-1");
        await customer.Receives();
        await Starter.Starts(Ops, customer, "later-words", "s-2", b => b["sendAt"] = Tomorrow());
        await HandsOver(customer);
        await customer.Texts("words-for-people");
        await customer.Settles();
        (await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close")).Status.ShouldBe(200);
        await customer.Settles();
        (await Remains.Of(Bridge.Database, customer)).Count.ShouldBeGreaterThan(15);

        var answer = await Ops.Delete(Remains.Path(customer));

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldNotContain(customer.Address[2..^2]);
        answer.Json.GetProperty("found").GetBoolean().ShouldBeTrue();
        var removed = answer.Json.GetProperty("erased")[0].GetProperty("removed");
        foreach (
            var what in new[] { "messages", "conversations", "handoffs", "events", "queued", "failures", "turns", "threads", "counters" }
        )
        {
            removed.GetProperty(what).GetInt64().ShouldBeGreaterThan(0, what);
        }

        string[] texts = ["first-words", "second-words", "started-words", "later-words", "words-for-people"];
        (await Remains.Of(Bridge.Database, customer, texts)).ShouldBeEmpty();
        (await Remains.Of(Bridge.Database, "bystander-words")).ShouldNotBeEmpty();
        (await Ops.Get($"/api/v1/threads/{customer.ThreadId}")).Status.ShouldBe(404);
        (await Ops.Get($"/api/v1/threads?customer={Uri.EscapeDataString(customer.Address)}"))
            .Json.GetProperty("items")
            .GetArrayLength()
            .ShouldBe(0);
    }

    [Fact]
    public async Task Erasing_again_removes_nothing_and_whoever_is_unknown_is_said_to_be()
    {
        var customer = Bridge.Customer();
        await customer.Texts("once");
        await customer.Receives();
        await customer.Settles();
        (await Ops.Delete(Remains.Path(customer))).Json.GetProperty("found").GetBoolean().ShouldBeTrue();

        var again = await Ops.Delete(Remains.Path(customer));
        var unknown = await Ops.Delete(Remains.Path(Bridge.Customer()));

        foreach (var answer in new[] { again, unknown })
        {
            answer.Status.ShouldBe(200, answer.Body);
            answer.Json.GetProperty("found").GetBoolean().ShouldBeFalse();
            answer.Json.GetProperty("erased")[0].GetProperty("removed").GetProperty("consents").GetInt64().ShouldBe(0);
        }
    }

    [Fact]
    public async Task What_is_no_address_is_refused_without_being_repeated()
    {
        var answer = await Ops.Delete("/api/v1/customers/1415777xx01");

        answer.Status.ShouldBe(400);
        answer.Body.ShouldNotContain("1415777");
    }

    [Fact]
    public async Task Who_texts_again_is_a_new_customer_with_a_new_conversation()
    {
        var customer = Bridge.Customer();
        await customer.Texts("before");
        await customer.Receives();
        await customer.Settles();
        await Ops.Delete(Remains.Path(customer));

        await customer.Texts("after");

        (await customer.Receives()).ShouldBe("You said: after");
        (await customer.Messages()).Count.ShouldBe(2);
        customer.Conversations.Count.ShouldBe(2);
        await Eventually.Holds(() => Bridge.Chat.Closes.Of(customer.Address).Count == 1, "the agent heard that the first one is over");
        (await Bridge.Database.Count("conversations where close_reason = 'erased'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_turn_that_runs_meanwhile_writes_nothing_and_nobody_gets_its_reply()
    {
        var customer = Bridge.Customer();
        await customer.Texts("warm up");
        await customer.Receives();
        await customer.Settles();
        Bridge.Chat.Latency = Latency.Constant(TimeSpan.FromSeconds(3));
        await customer.Texts("slow-words");
        await Bridge.Chat.Turns.WaitForCount(customer.Address, 2, Eventually.Patience);
        Bridge.Chat.Latency = Latency.None;

        (await Ops.Delete(Remains.Path(customer))).Status.ShouldBe(200);
        await Bridge.Chat.Answered.WaitForCount(customer.Address, 2, Eventually.Patience);
        await Task.Delay(TimeSpan.FromSeconds(1));

        customer.Received.ShouldBe(["You said: warm up"]);
        (await Remains.Of(Bridge.Database, customer, "slow-words")).ShouldBeEmpty();
    }

    [Fact]
    public async Task People_who_have_the_thread_hear_that_it_is_over_and_can_write_nothing_any_more()
    {
        var customer = Bridge.Customer();
        var desk = new DeskPerson(customer, Ops);
        await HandsOver(customer);
        await desk.TakesTheThread();
        (await desk.Writes("people-words", "p-1")).Status.ShouldBe(202);
        await customer.Settles();

        var answer = await Ops.Delete(Remains.Path(customer));

        answer.Json.GetProperty("erased")[0].GetProperty("handoffsEnded").GetInt32().ShouldBe(1);
        var released = await desk.Hears("released");
        released.GetProperty("reason").GetString().ShouldBe("erased");
        released.GetProperty("customer").GetString().ShouldBe("erased");
        (await desk.Writes("too late", "p-2")).Status.ShouldBe(404);
        (await desk.Releases()).Status.ShouldBe(404);
        (await Remains.Of(Bridge.Database, customer.Address[2..], "people-words", "too late")).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_number_alone_leaves_the_others_be_and_all_channels_take_the_other_ones_too()
    {
        var customer = Bridge.Customer();
        var elsewhere = new Customer(Bridge, customer.Address, Other);
        var whatsApp = new Customer(Bridge, $"whatsapp:{customer.Address}", "whatsapp:+14155550199");
        foreach (var one in new[] { customer, elsewhere, whatsApp })
        {
            await one.Texts("hi");
            await one.Settles();
        }

        await Ops.Delete(Remains.Path(customer, $"?number={Uri.EscapeDataString(BridgeSetup.Number)}"));
        (await Bridge.Database.Count("threads where id = $1", customer.ThreadId)).ShouldBe(0);
        (await Bridge.Database.Count("threads where id = $1", elsewhere.ThreadId)).ShouldBe(1);
        await Ops.Delete(Remains.Path(customer));
        (await Bridge.Database.Count("threads where id = $1", elsewhere.ThreadId)).ShouldBe(0);
        (await Bridge.Database.Count("threads where id = $1", whatsApp.ThreadId)).ShouldBe(1);

        var all = await Ops.Delete(Remains.Path(customer, "?allChannels=true"));

        all.Json.GetProperty("erased").GetArrayLength().ShouldBe(3);
        (await Remains.Of(Bridge.Database, customer.Address[2..])).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_late_callback_and_a_replayed_failure_bring_nothing_back()
    {
        var customer = Bridge.Customer();
        await customer.Texts("callback-words");
        await customer.Receives();
        await customer.Shows("out", "delivered");
        var sent = (await customer.Messages())[^1].GetProperty("id").GetGuid();
        await Ops.Delete(Remains.Path(customer));

        var url = $"{Bridge.Instances[0].PublicAddress}/twilio/status/{sent}";
        var late = await Webhook.Post(
            url,
            [
                new("MessageSid", BridgeUnderTest.NewSid()),
                new("MessageStatus", "undelivered"),
                new("ErrorCode", "30003"),
                new("AccountSid", TwilioAccount.Default.Sid),
                new("To", customer.Address),
                new("From", BridgeSetup.Number),
            ]
        );

        late.Status.ShouldBeOneOf([200, 204]);
        (await Remains.Of(Bridge.Database, customer, "callback-words")).ShouldBeEmpty();
        (await Bridge.Database.Count("work where thread_id = $1", customer.ThreadId)).ShouldBe(0);
    }

    [Fact]
    public async Task The_audit_log_says_who_erased_and_exported_and_nothing_in_it_says_whom()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close");
        await Ops.Get(Remains.Path(customer));
        await Ops.Delete(Remains.Path(customer));

        var log = (await Ops.Get("/api/v1/audit?limit=10")).Json.GetProperty("items").EnumerateArray().ToList();

        Actions(log)[..3].ShouldBe(["customer.erase", "customer.export", "thread.close"]);
        log[0].GetProperty("subject").GetString().ShouldBe(log[1].GetProperty("subject").GetString());
        log[0].GetProperty("actor").GetString().ShouldBe("bootstrap");
        log[2].GetProperty("subject").GetString().ShouldBe("erased");
        log[0].ToString().ShouldNotContain(customer.Address[2..]);
        log[0].ToString().ShouldNotContain(customer.ThreadId.ToString());

        static List<string?> Actions(List<JsonElement> entries) => entries.ConvertAll(e => e.GetProperty("action").GetString());
    }

    [Fact]
    public async Task Erasing_and_exporting_need_an_admin()
    {
        var made = await Ops.Post("/api/v1/keys", new { name = "desk-operator", role = "operator" });
        using var anOperator = new Operator(Bridge.Instances[0].OpsAddress, made.Json.GetProperty("key").GetString());

        (await anOperator.Delete(Remains.Path(Bridge.Customer()))).Status.ShouldBe(403);
        (await anOperator.Get(Remains.Path(Bridge.Customer()))).Status.ShouldBe(403);
    }

    private static string Tomorrow() => TimeProvider.System.GetUtcNow().AddDays(1).ToString("O");

    private static async Task HandsOver(Customer customer)
    {
        await customer.Texts("human");
        await customer.Receives();
        await customer.Settles();
    }
}
