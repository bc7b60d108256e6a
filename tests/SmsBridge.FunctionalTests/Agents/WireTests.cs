using System.Text.Json;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Numbers;
using SmsBridge.Threads;

namespace SmsBridge.FunctionalTests.Agents;

public sealed class WireTests(TestPostgres postgres)
{
    private const string Json = "application/json";
    private const string Created = """{ "conversation_id": "CONV/1", "response": "Hello." }""";

    [Fact]
    public async Task Calls_are_exactly_those_of_the_chat_api()
    {
        await using var chat = await ScriptedServer.Start(Answers("""{ "response": "Hi there.", "unknown": [1] }"""));
        await using var bridge = await Start(chat);
        var customer = bridge.Customer();

        await customer.Texts("hi é \"quoted\"");
        (await customer.Receives()).ShouldBe("Hi there.");
        await bridge.Ops.Post($"/api/v1/threads/{customer.ThreadId}/close");

        chat.Calls.Select(c => $"{c.Method} {c.Target}")
            .ShouldBe([
                "POST /base/v1/ACCOUNT%2Fone%20two/PROJECT-%C3%A9%3F/chat/create",
                "POST /base/v1/ACCOUNT%2Fone%20two/PROJECT-%C3%A9%3F/chat/respond",
                "PUT /base/v1/ACCOUNT%2Fone%20two/PROJECT-%C3%A9%3F/chat/close",
            ]);
        foreach (var call in chat.Calls)
        {
            call.Headers["X-API-KEY"].ShouldBe("key with = and /");
            call.Headers["X-TOKEN"].ShouldBe("token:1");
            call.Headers["Content-Type"].ShouldStartWith(Json);
            call.Headers.ShouldContainKey("Content-Length");
            call.Headers.ShouldNotContainKey("Authorization");
        }

        var respond = JsonSerializer.Deserialize<Dictionary<string, string>>(chat.Calls[1].Body)!;
        respond.ShouldBe(new Dictionary<string, string> { ["conversation_id"] = "CONV/1", ["message"] = "hi é \"quoted\"" });
        JsonSerializer
            .Deserialize<Dictionary<string, string>>(chat.Calls[2].Body)!
            .ShouldBe(new Dictionary<string, string> { ["conversation_id"] = "CONV/1" });
    }

    [Fact]
    public async Task The_correlation_id_of_an_answer_is_kept_with_its_turn()
    {
        await using var chat = await ScriptedServer.Start(Answers("""{ "response": "Hi." }"""));
        await using var bridge = await Start(chat);
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Receives();

        (await bridge.Database.All<string>("select correlation_id from turns")).ShouldBe(["corr-respond"]);
    }

    [Theory]
    [InlineData("""{ "error_code": "SCHEMA_VALIDATION_FAILED", "error_id": "corr-body" }""", "SCHEMA_VALIDATION_FAILED")]
    [InlineData("""{ "error": { "code": "OLD_CODE", "id": "x", "correlation_id": "corr-body" } }""", "OLD_CODE")]
    [InlineData("""{ "error": { "code": 4711, "id": "corr-body" } }""", "4711")]
    public async Task The_code_and_correlation_id_of_a_refusal_are_read_from_both_envelopes(string body, string code)
    {
        await using var chat = await ScriptedServer.Start(call =>
            call.Target.EndsWith("create", StringComparison.Ordinal) ? new(200, Json, Created) : new(400, Json, body)
        );
        await using var bridge = await Start(chat);
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Shows("in", "failed");

        (await bridge.Database.All<string>("select correlation_id || ' ' || error from turns"))
            .ShouldHaveSingleItem()
            .ShouldBe($"corr-body Chat API respond answered 400 {code}");
    }

    [Theory]
    [InlineData(400, "text/html", "<html>Bad Request</html>", "Chat API respond answered 400")]
    [InlineData(400, "application/json", "", "Chat API respond answered 400")]
    [InlineData(400, "application/json", "[\"oops\"]", "Chat API respond answered 400")]
    [InlineData(400, "application/json", "{ \"error\": ", "Chat API respond answered 400")]
    [InlineData(400, "application/json", "{ \"error\": \"text\" }", "Chat API respond answered 400")]
    public async Task A_refusal_whose_body_says_nothing_is_told_by_its_status(int status, string type, string body, string reason)
    {
        await using var chat = await ScriptedServer.Start(call =>
            call.Target.EndsWith("create", StringComparison.Ordinal) ? new(200, Json, Created) : new(status, type, body)
        );
        await using var bridge = await Start(chat);
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Shows("in", "failed");

        (await bridge.Database.All<string>("select reason from failures")).ShouldBe([reason]);
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("")]
    [InlineData("null")]
    public async Task A_success_that_cannot_be_read_is_an_unknown_outcome_with_one_apology_in_the_end(string body)
    {
        await using var chat = await ScriptedServer.Start(Answers(body));
        await using var bridge = await Start(chat);
        var customer = bridge.Customer();

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe(DefaultWords.For("en").Apology);
        await customer.Settles();
        chat.Calls.Count(c => c.Target.EndsWith("respond", StringComparison.Ordinal)).ShouldBe(2);
        customer.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_with_a_character_that_postgres_cannot_store_reaches_the_customer_and_is_asked_once()
    {
        await using var chat = await ScriptedServer.Start(Answers("""{ "response": "one\u0000two" }"""));
        await using var bridge = await Start(chat);
        var customer = bridge.Customer();

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("onetwo");
        await customer.Settles();
        chat.Calls.Count(c => c.Target.EndsWith("respond", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static Func<Call, Reply> Answers(string respond) =>
        call =>
            call.Target.Split('/')[^1] switch
            {
                "create" => new(200, Json, Created, ("X-PolyAI-Correlation-Id", "corr-create")),
                "respond" => new(200, Json, respond, ("X-PolyAI-Correlation-Id", "corr-respond")),
                _ => new(200, Json, """{ "success": true }"""),
            };

    private Task<BridgeUnderTest> Start(ScriptedServer chat) =>
        BridgeUnderTest.Start(
            postgres,
            BridgeSetup.With(
                ("Agents:support:BaseUrl", $"{chat.Address}/base/"),
                ("Agents:support:AccountId", "ACCOUNT/one two"),
                ("Agents:support:ProjectId", "PROJECT-é?"),
                ("Agents:support:ApiKey", "key with = and /"),
                ("Agents:support:ConnectorToken", "token:1")
            )
        );
}
