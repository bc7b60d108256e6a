namespace SmsBridge.FunctionalTests.Hosting;

internal sealed partial class Walk
{
    public async Task Handoffs()
    {
        var customer = bridge.Customer();
        await customer.Texts("human");
        await customer.Receives();
        var dana = new DeskPerson(customer, Ops);
        await dana.Hears("requested");
        var path = $"/api/v1/handoffs/{dana.HandoffId}";
        await Get(200, $"/api/v1/handoffs?state=waiting,accepted&queue=desk&threadId={customer.ThreadId}");
        await Get(400, "/api/v1/handoffs?state=open");
        await Get(400, "/api/v1/handoffs?threadId=x");
        await Get(200, path);
        await Get(404, $"/api/v1/handoffs/{Unknown}");

        await Expect(409, dana.Writes("Too early", "m-0", "none"));
        await Expect(409, dana.Releases(token: "none"));
        await Expect(400, dana.Accepts(new { acceptedBy = new string('x', 201) }));
        await Expect(200, dana.Accepts(new { acceptedBy = "Dana" }));
        await Expect(202, dana.Writes("Dana here", "m-1"));
        await Expect(409, dana.Writes("Another text", "m-1"));
        await Expect(400, dana.Writes("", "m-2"));
        await Expect(409, dana.Writes("Hello", "m-3", "stale"));
        await Get(200, path);
        await Expect(400, dana.Releases(""));
        await Expect(200, dana.Releases());
        await Expect(409, dana.Accepts());
        foreach (var verb in new[] { "accept", "messages", "release" })
        {
            object? body = verb switch
            {
                "messages" => new
                {
                    text = "x",
                    clientMessageId = "m",
                    controlToken = "t",
                },
                "release" => new { reason = "x", controlToken = "t" },
                _ => null,
            };
            await Post(404, $"/api/v1/handoffs/{Unknown}/{verb}", body);
        }

        await Post(404, $"/api/v1/queues/contact-centre/receive", new { });
    }

    public async Task Streams()
    {
        var known = (await Get(200, "/api/v1/handoffs?limit=1")).Json.GetProperty("items")[0].GetProperty("handoffId");
        foreach (var path in new[] { "/api/v1/handoffs/events", $"/api/v1/handoffs/{known}/events" })
        {
            await Get(400, $"{path}?after=yesterday");
            using var http = new HttpClient(Witness, disposeHandler: false) { BaseAddress = new Uri(bridge.Instances[0].OpsAddress) };
            http.DefaultRequestHeaders.Authorization = new("Bearer", BridgeSettings.Key);
            using var stream = await http.GetAsync($"{path}?after=0", HttpCompletionOption.ResponseHeadersRead);
            ((int)stream.StatusCode).ShouldBe(200);
        }

        await Get(404, $"/api/v1/handoffs/{Unknown}/events");
    }

    public async Task Queues()
    {
        var customer = bridge.Customer();
        await customer.Texts("human");
        var received = await Post(200, "/api/v1/queues/desk/receive", new { max = 100, waitSeconds = 20 });
        var ids = received.Json.GetProperty("deliveries").EnumerateArray().Select(d => d.GetProperty("deliveryId").GetGuid()).ToList();
        ids.ShouldNotBeEmpty();
        await Post(200, "/api/v1/queues/desk/nack", new { deliveryIds = ids });
        await Post(200, "/api/v1/queues/desk/ack", new { deliveryIds = ids });
        await Post(400, "/api/v1/queues/desk/receive", new { max = 0 });
        foreach (var verb in new[] { "ack", "nack" })
        {
            await Post(404, $"/api/v1/queues/nowhere/{verb}", new { deliveryIds = ids });
        }

        await Get(200, "/api/v1/queues");
        await bridge.Database.Do("insert into queue_stops (queue, reason) values ('contact-centre', 'The receiver answered 410.')");
        await Get(200, "/api/v1/queues");
        await Post(200, "/api/v1/queues/contact-centre/resume");
        await Post(404, "/api/v1/queues/nowhere/resume");
    }
}
