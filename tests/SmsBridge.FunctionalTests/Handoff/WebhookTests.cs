using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>What the contract says of queues of type <c>webhook</c>, seen from the receiver. The queue <c>other</c> gets every event too.</summary>
public sealed class WebhookTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Older = "whsec_b2xkZXIgc2VjcmV0LCBvbGRlciBzZWNyZXQh";

    private readonly ConcurrentQueue<Reply> replies = [];
    private ScriptedServer server = null!;
    private TcpLine line = null!;
    private BridgeUnderTest bridge = null!;

    private Operator Ops => bridge.Ops;

    public async ValueTask InitializeAsync()
    {
        server = await ScriptedServer.Start(_ => replies.TryDequeue(out var reply) ? reply : Says(200));
        var address = new Uri(server.Address);
        line = new TcpLine(address.Host, address.Port);
        var setup = BridgeSetup.With(
            ("Queues:hook:Type", "webhook"),
            ("Queues:hook:Url", $"{line.Address}events?tenant=7"),
            ("Queues:hook:Secret", Secret),
            ("Queues:hook:PreviousSecret", Older),
            ("Queues:other:Type", "postgres"),
            ("Queues:other:Events:0", "*"),
            ("Handoff:Destinations:d:0", "hook"),
            ("Handoff:Destinations:d:1", "other")
        );
        var script = new AgentScript("Hello.", []).On("human", "Passing on.", handoff: """{ "destination": "D" }""");
        bridge = await BridgeUnderTest.Start(postgres, setup with { Script = script });
    }

    public async ValueTask DisposeAsync()
    {
        await bridge.DisposeAsync();
        await line.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task An_event_is_posted_as_the_standard_webhooks_convention_has_it()
    {
        var customer = await HandedOver();

        var call = await Called(1);

        (call.Method, call.Target).ShouldBe(("POST", "/events?tenant=7"));
        call.Headers["content-type"].ShouldBe("application/cloudevents+json");
        var cloudEvent = JsonDocument.Parse(call.Body).RootElement;
        call.Headers["webhook-id"].ShouldBe(cloudEvent.GetProperty("id").GetString());
        cloudEvent.GetProperty("subject").GetGuid().ShouldBe(customer.ThreadId);
        var age = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(call.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);
        age.ShouldBeInRange(-5, 60);
        call.Headers["webhook-signature"].Split(' ').ShouldBe([Signed(call, Secret), Signed(call, Older)]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task An_answer_that_may_pass_is_tried_again_with_the_same_id_and_a_new_signature(int status)
    {
        replies.Enqueue(Says(status));

        await HandedOver();

        var (first, second) = (await Called(1), await Called(2));
        second.Body.ShouldBe(first.Body);
        second.Headers["webhook-id"].ShouldBe(first.Headers["webhook-id"]);
        second.Headers["webhook-signature"].ShouldStartWith(Signed(second, Secret));
        await Settled("published", "published");
        (await bridge.Database.One<int>("select attempts from handoff_deliveries where queue = 'hook'")).ShouldBe(1);
    }

    [Theory]
    [InlineData(429, false)]
    [InlineData(503, true)]
    public async Task Retry_After_is_honoured_while_the_other_queue_of_the_thread_goes_on(int status, bool asDate)
    {
        var when = asDate ? DateTimeOffset.UtcNow.AddHours(2).ToString("R", CultureInfo.InvariantCulture) : "7200";
        replies.Enqueue(Says(status, ("Retry-After", when)));
        var customer = await HandedOver();
        await Eventually.Holds(
            async () =>
                await bridge.Database.Count("handoff_deliveries where queue = 'hook' and due_at > now() + interval '100 minutes'") == 1,
            "the event waits for two hours"
        );

        await customer.Texts("one");
        var other = new Desk(Ops, "other");
        (await other.Take()).ThreadId.ShouldBe(customer.ThreadId);
        (await other.Take()).Data.GetProperty("text").GetString().ShouldBe("one");

        server.Calls.Count.ShouldBe(1, "the one that waits is not tried early, and the next does not overtake it");
        var waiting = (await Ops.Get($"/api/v1/threads/{customer.ThreadId}")).Json.GetProperty("waiting")[0];
        waiting.GetProperty("kind").GetString().ShouldBe("publish");
        waiting.GetProperty("reason").GetString()!.ShouldContain($"answered {status}");
        (await Queue("hook")).GetProperty("pending").GetInt64().ShouldBe(2);
        (await Queue("other")).GetProperty("pending").GetInt64().ShouldBe(0);

        (await Ops.Post("/api/v1/queues/hook/resume")).Status.ShouldBe(200);
        await Settled("published", "published", "published", "published");
        Texts().ShouldBe([null, null, "one"], "the first came twice");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(301)]
    [InlineData(307)]
    public async Task Any_other_refusal_lands_in_failures_at_once(int status)
    {
        replies.Enqueue(Says(status, ("Location", $"{server.Address}/elsewhere")));
        var customer = await HandedOver();
        await customer.Texts("one");

        await Called(2);
        await Settled("failed", "published", "published", "published");

        var failure = (await Ops.Get("/api/v1/failures")).Json.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        failure.GetProperty("reason").GetString()!.ShouldContain($"answered {status}");
        failure.GetProperty("category").GetString().ShouldBe("Rejected");
        failure
            .GetProperty("subjectId")
            .GetGuid()
            .ShouldBe(await bridge.Database.One<Guid>("select id from handoff_deliveries where state = 'failed'"));
        failure.GetProperty("event").GetRawText().ShouldBe(server.Calls[0].Body);
        (await bridge.Database.Count("handoff_events where published_at is null")).ShouldBe(0);
        server.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Gone_stops_the_queue_until_somebody_lets_it_go_on()
    {
        replies.Enqueue(Says(410));
        var first = await HandedOver();
        await Eventually.Holds(
            async () => (await Queue("hook")).GetProperty("stopped").ValueKind == JsonValueKind.Object,
            "the queue is stopped"
        );
        var second = await HandedOver();
        await first.Texts("one");
        await Eventually.Holds(async () => (await Queue("other")).GetProperty("pending").GetInt64() == 3, "the other queue got all");

        var stopped = await Queue("hook");
        stopped.GetProperty("stopped").GetProperty("reason").GetString()!.ShouldContain("410");
        stopped.GetProperty("pending").GetInt64().ShouldBe(3);
        stopped.GetProperty("oldestPendingAt").ValueKind.ShouldBe(JsonValueKind.String);
        server.Calls.Count.ShouldBe(1);

        var resumed = await Ops.Post("/api/v1/queues/hook/resume");
        resumed.Status.ShouldBe(200, resumed.Body);
        resumed.Json.GetProperty("stopped").ValueKind.ShouldBe(JsonValueKind.Null);

        await Eventually.Holds(() => server.Calls.Count == 4, "all are posted");
        var calls = server.Calls.Skip(1).Select(c => new Arrival(c.Body)).ToList();
        calls.Where(a => a.ThreadId == first.ThreadId).Select(a => a.Text).ShouldBe([null, "one"]);
        calls.ShouldContain(a => a.ThreadId == second.ThreadId);
        (await Ops.Post("/api/v1/queues/nowhere/resume")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_holds_up_nothing_but_itself_and_gets_the_event_again()
    {
        var other = new Desk(Ops, "other");
        line.Silence();
        var customer = await HandedOver();
        (await other.Take()).ThreadId.ShouldBe(customer.ThreadId);

        await customer.Texts("one");

        (await other.Take()).Data.GetProperty("text").GetString().ShouldBe("one");
        (await bridge.Database.Count("handoff_deliveries where queue = 'hook' and attempts > 0")).ShouldBe(0, "the first post still hangs");
        line.Mend();
        await Settled("published", "published", "published", "published");
        Texts().Distinct().ShouldBe([null, "one"]);
    }

    [Fact]
    public async Task After_a_day_an_event_is_given_up_and_a_replay_gives_it_another()
    {
        replies.Enqueue(Says(503, ("Retry-After", "7200")));
        await HandedOver();
        await Called(1);
        await Eventually.Holds(async () => await bridge.Database.Count("handoff_deliveries where attempts = 1") == 1, "the event waits");
        await bridge.Database.Do(
            "update handoff_deliveries set created_at = now() - interval '25 hours', due_at = now() where queue = 'hook'"
        );
        replies.Enqueue(Says(503));
        await bridge.Database.Do("update work set due_at = now() where kind = 'publish'");

        await Settled("failed", "published");

        var failure = (await Ops.Get("/api/v1/failures")).Json.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        failure.GetProperty("category").GetString().ShouldBe("Transient");
        replies.Enqueue(Says(503));
        (await Ops.Post($"/api/v1/failures/{failure.GetProperty("id").GetGuid()}/replay")).Status.ShouldBe(202);
        await Settled("published", "published");
        server.Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_queue_gets_the_types_that_it_lists_and_else_the_four_of_the_beginning()
    {
        var customer = await HandedOver();
        await Settled("published", "published");
        const string sql = """
            select add_handoff_event(uuid_v7(), thread_id, id, 'smsbridge.handoff.delivery.v1', json_build_object('id', uuid_v7())) from handoffs
            """;
        await bridge.Database.Do(sql);
        await customer.Texts("one");

        await Settled("published", "published", "skipped", "published", "published", "published");

        server.Calls.Count.ShouldBe(2);
        (await bridge.Database.Count("handoff_events where published_at is null")).ShouldBe(0);
        (await Queue("other")).GetProperty("pending").GetInt64().ShouldBe(3);
        (await Queue("other")).GetProperty("events")[0].GetString().ShouldBe("*");
        (await Queue("hook"))
            .GetProperty("events")
            .EnumerateArray()
            .Select(e => e.GetString())
            .ShouldBe([
                "smsbridge.handoff.requested.v1",
                "smsbridge.handoff.message.v1",
                "smsbridge.handoff.released.v1",
                "smsbridge.handoff.expired.v1",
            ]);
    }

    private static Reply Says(int status, params (string, string)[] headers) => new(status, "text/plain", "", headers);

    /// <summary>As a receiver does it by the published convention, without our code.</summary>
    private static string Signed(Call call, string secret)
    {
        var content = $"{call.Headers["webhook-id"]}.{call.Headers["webhook-timestamp"]}.{call.Body}";
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        return "v1," + Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(content)));
    }

    private async Task<Customer> HandedOver()
    {
        var customer = bridge.Customer();
        await customer.Texts("human");
        await customer.Receives();
        return customer;
    }

    private async Task<Call> Called(int times)
    {
        await Eventually.Holds(() => server.Calls.Count >= times, $"{times} posts");
        return server.Calls[times - 1];
    }

    private IEnumerable<string?> Texts() => server.Calls.Select(c => new Arrival(c.Body).Text);

    private async Task<JsonElement> Queue(string name) =>
        (await Ops.Get("/api/v1/queues")).Json.GetProperty("items").EnumerateArray().Single(q => q.GetProperty("name").GetString() == name);

    /// <param name="states">Of every delivery, by event and then by queue.</param>
    private Task Settled(params string[] states) =>
        Eventually.Holds(
            async () =>
                (await bridge.Database.All<string>("select state from handoff_deliveries order by seq")).SequenceEqual(states)
                && await bridge.Database.Count("work where kind = 'publish'") == 0,
            $"the deliveries are {string.Join(", ", states)}"
        );
}
