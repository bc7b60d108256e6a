using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Admin;

public sealed class ListenersTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    [Theory]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/health/ready")]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/api/v1/numbers")]
    [InlineData("GET", "/api/v1/threads")]
    [InlineData("POST", "/api/v1/queues/desk/receive")]
    public async Task Nothing_for_operators_answers_on_the_public_listener(string method, string path)
    {
        using var outside = new Operator(Bridge.Instances[0].PublicAddress, BridgeSettings.Key);

        (await outside.Send(new HttpMethod(method), path)).Status.ShouldBe(404);
        (await Ops.Send(new HttpMethod(method), path, method == "POST" ? "{}" : null)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("/twilio/inbound")]
    [InlineData("/twilio/status/01890a5d-ac96-774b-bcce-b302099a8057")]
    public async Task No_webhook_answers_on_the_operators_listener(string path)
    {
        var fields = Webhook.Text("+14155550101", BridgeSetup.Number, "hi");

        (await Webhook.Post(Bridge.Instances[0].OpsAddress + path, fields)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a-wrong-key-of-the-right-length")]
    [InlineData("")]
    public async Task The_api_asks_for_a_key(string? key)
    {
        using var stranger = new Operator(Bridge.Instances[0].OpsAddress, key);

        foreach (var path in new[] { "/api/v1/numbers", "/api/v1/threads", "/api/v1/handoffs" })
        {
            var answer = await stranger.Get(path);
            answer.Status.ShouldBe(401);
            answer.ContentType.ShouldBe("application/problem+json");
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        }

        (await stranger.Post("/api/v1/queues/desk/receive", new { })).Status.ShouldBe(401);
        (await stranger.Get("/health/live")).Status.ShouldBe(200);
        (await stranger.Get("/health/ready")).Status.ShouldBe(200);
        (await stranger.Get("/metrics")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task OpenApi_describes_the_api()
    {
        var document = await Ops.Get("/openapi/v1.json");

        document.Status.ShouldBe(200);
        var paths = document.Json.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        paths.ShouldContain("/api/v1/numbers/{number}");
        paths.ShouldContain("/api/v1/threads/{id}/close");
        paths.ShouldContain("/api/v1/queues/{name}/receive");
    }

    [Theory]
    [InlineData("/nothing/here")]
    [InlineData("/api/v1/nothing")]
    public async Task What_is_not_there_is_a_404_on_both_listeners(string path)
    {
        using var outside = new Operator(Bridge.Instances[0].PublicAddress, null);

        (await outside.Get(path)).Status.ShouldBe(404);
        (await Ops.Get(path)).Status.ShouldBe(404);
    }
}
