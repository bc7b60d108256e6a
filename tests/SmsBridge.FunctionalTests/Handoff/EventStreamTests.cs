using System.Text.Json;
using Npgsql;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>The tests of a class run one after the other; each looks at its own customers' events only.</summary>
public sealed class EventStreamTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string All = "/api/v1/handoffs/events";

    private protected override BridgeSetup Setup =>
        new()
        {
            Instances = 2,
            Settings = new Dictionary<string, string?> { ["Ops:LongCallsPerKey"] = "200" },
            Script = new AgentScript("Hello.", [])
                .On("human", "Passing you on.", handoff: """{ "destination": "d" }""")
                .On("lines", "Passing you on.", handoff: "{\r\n  \"destination\": \"d\",\n\r\"note\": \"a\\nb\", \"exact\":\n1.10 }"),
        };

    [Fact]
    public async Task The_stream_of_all_begins_with_what_comes_from_now_on_and_carries_the_same_event_as_the_queue()
    {
        await HandedOver();
        await using var stream = await EventReader.Open(Bridge.Instances[0]);
        stream.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        stream.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        stream.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);

        var customer = await HandedOver();

        var streamed = (await stream.Next())!;
        streamed.ThreadId.ShouldBe(customer.ThreadId);
        streamed.Type.ShouldBe("smsbridge.handoff.requested.v1");
        streamed.Event.GetProperty("type").GetString().ShouldBe(streamed.Type);
        stream.Asides.ShouldContain("retry: 2000");
        var queued = await Queued(customer);
        streamed.Data.ShouldBe(queued.GetRawText());
    }

    [Fact]
    public async Task A_handoffs_stream_begins_with_its_first_event_and_holds_no_other_handoffs()
    {
        var customer = await HandedOver();
        var id = await HandoffOf(customer);
        await HandedOver();
        await using var stream = await EventReader.Open(Bridge.Instances[1], $"/api/v1/handoffs/{id}/events");
        (await stream.Next())!.Type.ShouldBe("smsbridge.handoff.requested.v1");
        await HandedOver();

        await customer.Texts("still there?");
        await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close");

        var rest = await stream.Take(2);
        rest.Select(e => e.Type).ShouldBe(["smsbridge.handoff.message.v1", "smsbridge.handoff.released.v1"]);
        rest.ShouldAllBe(e => e.ThreadId == customer.ThreadId);
        await using var again = await EventReader.Open(Bridge.Instances[0], $"/api/v1/handoffs/{id}/events", rest[0].Position);
        (await again.Next())!.EventId.ShouldBe(rest[1].EventId);
    }

    [Fact]
    public async Task Line_breaks_inside_the_agents_object_do_not_break_the_stream_and_nothing_else_changes()
    {
        await using var stream = await EventReader.Open(Bridge.Instances[0]);

        await HandedOver("lines");

        var handoff = (await stream.Next())!.Event.GetProperty("data").GetProperty("handoff");
        handoff.GetProperty("note").GetString().ShouldBe("a\nb");
        handoff.GetProperty("exact").GetRawText().ShouldBe("1.10");
        handoff.EnumerateObject().Select(m => m.Name).ShouldBe(["destination", "note", "exact"]);
    }

    [Fact]
    public async Task A_reader_that_connects_again_and_again_at_either_instance_misses_nothing_and_gets_nothing_twice()
    {
        await using var live = await EventReader.Open(Bridge.Instances[1]);
        var last = await Bridge.Database.One<long>("select coalesce(max(position), 0) from handoff_events");
        var customers = Enumerable.Range(0, 12).Select(_ => Bridge.Customer()).ToList();

        var writing = Task.WhenAll(customers.Select((c, i) => Write(c, i)));
        const int expected = 12 * 6;
        var seen = new List<StreamedEvent>();
        while (seen.Count < expected)
        {
            await using var stream = await EventReader.Open(Bridge.Instances[seen.Count % 2], lastEventId: last);
            seen.AddRange(await stream.Take(Math.Min(5, expected - seen.Count)));
            last = seen[^1].Position;
        }

        await writing;
        seen.Select(e => e.Position).ShouldBe(seen.Select(e => e.Position).Order(), "in order, across connections");
        var written = await Bridge.Database.All<Guid>(
            "select id from handoff_events where thread_id = any($1) order by seq",
            customers.Select(c => c.ThreadId).ToArray()
        );
        written.Count.ShouldBe(expected);
        var ours = seen.Where(e => customers.Exists(c => c.ThreadId == e.ThreadId)).ToList();
        ours.Select(e => e.EventId).ShouldBe(written, ignoreOrder: true);
        var threads = ours.ToLookup(e => e.ThreadId, e => e.EventId);
        foreach (var customer in customers)
        {
            threads[customer.ThreadId].ShouldBe(written.Where(threads[customer.ThreadId].Contains), "in the order of the thread");
        }

        (await live.Take(expected)).Select(e => e.EventId).ShouldBe(seen.Select(e => e.EventId), "one order for everybody");

        async Task Write(Customer customer, int i)
        {
            await customer.Sends("human", new() { Urls = [Bridge.Instances[i % 2].Webhook] });
            await customer.Receives();
            foreach (var n in Enumerable.Range(0, 5))
            {
                await customer.Sends($"text {n}", new() { Urls = [Bridge.Instances[(i + n) % 2].Webhook] });
            }
        }
    }

    [Fact]
    public async Task An_event_that_began_first_and_commits_last_is_not_passed()
    {
        var late = await HandedOver();
        var handoff = await HandoffOf(late);
        await using var stream = await EventReader.Open(Bridge.Instances[0]);
        await using var connection = new NpgsqlConnection(Bridge.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var lateId = Guid.CreateVersion7();
        await using var add = new NpgsqlCommand("select add_handoff_event($1, $2, $3, $4, $5::json)", connection, transaction);
        add.Parameters.AddWithValue(lateId);
        add.Parameters.AddWithValue(late.ThreadId);
        add.Parameters.AddWithValue(handoff);
        add.Parameters.AddWithValue("smsbridge.handoff.delivery.v1");
        add.Parameters.AddWithValue(JsonSerializer.Serialize(new { id = lateId, subject = late.ThreadId }));
        await add.ExecuteNonQueryAsync();

        var quick = await HandedOver();
        var first = (await stream.Next())!;
        await transaction.CommitAsync();

        first.ThreadId.ShouldBe(quick.ThreadId);
        var second = (await stream.Next())!;
        (second.EventId, second.Type).ShouldBe((lateId, "smsbridge.handoff.delivery.v1"));
        (
            await Bridge.Database.One<bool>(
                "select a.seq < b.seq from handoff_events a, handoff_events b where a.id = $1 and b.id = $2",
                lateId,
                first.EventId
            )
        ).ShouldBeTrue("it has the earlier number: this is the case that the test is about");
        await using var resumed = await EventReader.Open(Bridge.Instances[1], lastEventId: first.Position);
        (await resumed.Next())!.EventId.ShouldBe(lateId);
    }

    [Fact]
    public async Task From_the_beginning_a_stream_has_every_event_there_is()
    {
        for (var i = 0; i < 60; i++)
        {
            await Bridge.Customer().Texts("human");
        }

        await Eventually.Holds(async () => await Bridge.Database.Count("work where kind = 'turn'") == 0, "every text has been dealt with");
        var all = await Bridge.Database.All<Guid>("select id from handoff_events");

        await using var stream = await EventReader.Open(Bridge.Instances[0], $"{All}?after=0");

        (await stream.Take(all.Count)).Select(e => e.EventId).ShouldBe(all, ignoreOrder: true);
    }

    [Fact]
    public async Task Hundreds_may_listen_at_once()
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => EventReader.Open(Bridge.Instances[i % 2])).ToList());

        var customer = await HandedOver();

        var events = await Task.WhenAll(streams.Select(s => s.Next()));
        events.ShouldAllBe(e => e!.ThreadId == customer.ThreadId);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_silent_stream_says_every_fifteen_seconds_that_it_is_there()
    {
        await using var stream = await EventReader.Open(Bridge.Instances[0]);

        var next = stream.Next(TimeSpan.FromSeconds(60));

        await Eventually.Holds(() => stream.Asides.Contains(": still here"), "a comment came");
        await HandedOver();
        (await next).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("/api/v1/handoffs/events?after=soon", 400, "after is 'soon'")]
    [InlineData("/api/v1/handoffs/events?after=-1", 400, "after is '-1'")]
    [InlineData("/api/v1/handoffs/01a1fd0c-2331-7cd1-9982-6807dab94225/events?after=1.5", 400, "after is '1.5'")]
    [InlineData("/api/v1/handoffs/01a1fd0c-2331-7cd1-9982-6807dab94225/events", 404, "01a1fd0c-2331-7cd1-9982-6807dab94225")]
    public async Task What_cannot_be_streamed_is_refused(string path, int status, string says)
    {
        var answer = await Ops.Get(path);

        answer.Status.ShouldBe(status);
        answer.ContentType.ShouldBe("application/problem+json");
        answer.Problem.ShouldContain(says);
    }

    [Fact]
    public async Task A_header_that_is_no_number_is_refused_and_a_key_is_needed()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Bridge.Instances[0].OpsAddress) };
        using var withoutKey = await http.GetAsync(All, HttpCompletionOption.ResponseHeadersRead);
        ((int)withoutKey.StatusCode).ShouldBe(401);

        http.DefaultRequestHeaders.Authorization = new("Bearer", BridgeSettings.Key);
        http.DefaultRequestHeaders.Add("Last-Event-ID", "here");
        using var refused = await http.GetAsync(All, HttpCompletionOption.ResponseHeadersRead);
        ((int)refused.StatusCode).ShouldBe(400);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("Last-Event-ID");
    }

    private async Task<Customer> HandedOver(string text = "human")
    {
        var customer = Bridge.Customer();
        await customer.Texts(text);
        await customer.Receives();
        await customer.Settles();
        return customer;
    }

    private Task<Guid> HandoffOf(Customer customer) =>
        Bridge.Database.One<Guid>("select id from handoffs where thread_id = $1", customer.ThreadId);

    /// <summary>The event as the desk's queue has it; those of other tests' customers are taken along.</summary>
    private async Task<JsonElement> Queued(Customer customer)
    {
        while (true)
        {
            var delivery = await Bridge.Desk.Take();
            if (delivery.ThreadId == customer.ThreadId)
            {
                return delivery.Event;
            }
        }
    }
}
