using System.Text;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>What goes wrong is told as problem details without anything from inside, also to developers.</summary>
public sealed class ErrorsTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task No_answer_shows_what_is_inside(string environment)
    {
        await using var lines = await BridgeOnLines.Without(postgres);
        var bridge = await lines.Serve(true, ("ASPNETCORE_ENVIRONMENT", environment), ("DOTNET_ENVIRONMENT", environment));
        var (ops, deep) = (bridge.Ops, new string('[', 500) + new string(']', 500));
        var (number, messages) = ($"/api/v1/numbers/{BridgeSetup.Number}", "/api/v1/messages");

        Check(await ops.Put(number, "{"), 400);
        Check(await ops.Put(number, $"{{\"attributes\": {deep}}}"), 400);
        Check(await ops.Put(number, "[]"), 400);
        Check(await ops.Put(number, "{\"coalesce\": \"long\"}"), 400);
        Check(await ops.Post(messages, "null"), 400);
        Check(await ops.Post(messages, "\ud800"), 400);
        Check(await Send(ops, messages, "a=1", "application/x-www-form-urlencoded"), 415);
        Check(await Send(ops, messages, "<a/>", null), 415);
        Check(await ops.Get("/api/v1/threads/not-an-id"), 404);
        Check(await ops.Get("/api/v1/threads?cursor=%00"), 400);
        Check(await ops.Get("/api/v1/threads?limit=many"), 400);
        Check(await ops.Get("/api/v1/nothing"), 404);
        Check(await ops.Delete("/api/v1/threads"), 405);
        Check(await Webhook.PostRaw(bridge.Webhook, "a=1", null), 403);
        Check(await Webhook.PostRaw($"{bridge.PublicAddress}/twilio/nothing", "a=1", null), 404);
        Check(await Webhook.Get($"{bridge.PublicAddress}/twilio/status/1", null), 404);

        lines.Postgres.Cut();
        Check(await ops.Get("/api/v1/threads"), 500, 503);
        Check(await ops.Put(number, BridgeSetup.Document()), 500, 503);
        Check(await ops.Get("/health/ready"), 503);
        using var stranger = new Operator(ops.Address, "sbk_" + new string('a', 40));
        Check(await stranger.Get("/api/v1/threads"), 500, 503);
        var status = Webhook.Text("+14155550101", BridgeSetup.Number, "x", ("MessageStatus", "sent"));
        Check(await Webhook.Post($"{bridge.PublicAddress}/twilio/status/{Guid.CreateVersion7()}", status), 204, 500, 503);
    }

    [Fact]
    public async Task Every_answer_forbids_to_be_taken_for_something_else()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        foreach (
            var answer in new[]
            {
                await bridge.Ops.Get("/api/v1/threads"),
                await bridge.Ops.Get("/nothing"),
                await bridge.Ops.Put($"/api/v1/numbers/{BridgeSetup.Number}", "{"),
                await Webhook.PostRaw(bridge.Instances[0].Webhook, "a=1", null),
                await Webhook.Post(bridge.Instances[0].Webhook, Webhook.Text("+14155550101", BridgeSetup.Number, "hi")),
            }
        )
        {
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
            answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
            answer.Headers.Server.ShouldBeEmpty();
        }

        (await bridge.Ops.Get("/api/v1/threads")).Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
    }

    private static void Check(Answer answer, params int[] expected)
    {
        answer.Status.ShouldBeOneOf(expected, answer.Body);
        if (answer.Body.Length > 0)
        {
            answer.ContentType.ShouldBe("application/problem+json", answer.Body);
        }

        foreach (var inside in new[] { "   at ", "Exception", "SmsBridge.", "System.", "Npgsql", "select ", ".cs:", "127.0.0.1" })
        {
            answer.Body.ShouldNotContain(inside, customMessage: answer.Body);
        }
    }

    private static async Task<Answer> Send(Operator ops, string path, string body, string? type)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, ops.Address + path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {BridgeSettings.Key}");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new Answer((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, text, answer.Headers);
    }
}
