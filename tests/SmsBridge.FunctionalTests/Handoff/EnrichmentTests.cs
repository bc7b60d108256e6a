using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmsBridge.Agents;
using SmsBridge.Agents.ChatApi;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>What PolyAI's Handoff API adds, and what happens when it does not.</summary>
public sealed class EnrichmentTests(TestPostgres postgres)
{
    private const string On = "Agents:support:HandoffState";
    private const string Json = "application/json";

    public static IEnumerable<TheoryDataRow<string, int, string>> Odd =>
        [
            new("a fault", 500, """{ "data": { "a": 1 } }"""),
            new("nothing stored", 404, """{ "error_code": "NOT_FOUND" }"""),
            new("HTML", 200, "<html></html>"),
            new("a list", 200, "[]"),
            new("no data", 200, """{ "id": "CONV-1" }"""),
            new("data that is no object", 200, """{ "id": "CONV-1", "data": "x" }"""),
            new("too much", 200, $$"""{ "id": "CONV-1", "data": { "a": "{{new string('x', 70_000)}}" } }"""),
        ];

    [Fact]
    public async Task The_stored_data_comes_with_the_event_verbatim()
    {
        const string data = """{ "order": 12345678901234567890, "exact": 1.10, "note": "é 😀", "deep": [{}, null] }""";
        await using var chat = await Chat(new(200, Json, $$"""{ "id": "CONV-1", "shared_id": "S", "data": {{data}} }"""));
        await using var bridge = await Start(chat, (On, "true"));

        var requested = await HandOver(bridge);

        requested.Data.GetProperty("handoffState").GetRawText().ShouldBe(data);
        var call = chat.Calls.Single(c => c.Target.Contains("handoff_state", StringComparison.Ordinal));
        call.Method.ShouldBe("GET");
        call.Target.ShouldBe("/v1/ACCOUNT-test/PROJECT-test/handoff_state?id=CONV-1");
        call.Headers["X-API-KEY"].ShouldBe(bridge.Chat.Options.ApiKey);
        call.Headers["X-TOKEN"].ShouldBe(bridge.Chat.Options.ConnectorToken);
    }

    [Fact]
    public async Task It_is_off_by_default()
    {
        await using var chat = await Chat(new(200, Json, """{ "id": "CONV-1", "data": { "a": 1 } }"""));
        await using var bridge = await Start(chat);

        (await HandOver(bridge)).Data.GetProperty("handoffState").ValueKind.ShouldBe(JsonValueKind.Null);

        chat.Calls.ShouldNotContain(c => c.Target.Contains("handoff_state", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task An_odd_answer_adds_nothing_and_costs_one_try(string what, int status, string body)
    {
        await using var chat = await Chat(new(status, Json, body));
        await using var bridge = await Start(chat, (On, "true"));

        var data = (await HandOver(bridge)).Data;

        data.GetProperty("handoffState").ValueKind.ShouldBe(JsonValueKind.Null, what);
        data.GetProperty("destination").GetString().ShouldBe("d", what);
        chat.Calls.Count(c => c.Target.Contains("handoff_state", StringComparison.Ordinal)).ShouldBe(1, what);
    }

    [Theory]
    [InlineData(200, """{ "data": {} }""", null)]
    [InlineData(500, "", "the Handoff API of agent 'support' answered 500")]
    [InlineData(200, "[]", "the Handoff API of agent 'support' answered without an object 'data'")]
    public async Task Why_nothing_was_added_is_one_line_in_the_log(int status, string body, string? reason)
    {
        await using var chat = await Chat(new(status, Json, body));
        var log = new Lines();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    [On] = "true",
                    ["Agents:support:BaseUrl"] = chat.Address,
                    ["Agents:support:AccountId"] = "A",
                    ["Agents:support:ProjectId"] = "P",
                    ["Agents:support:ApiKey"] = "k",
                    ["Agents:support:ConnectorToken"] = "t",
                }
            )
            .Build();
        await using var services = new ServiceCollection()
            .AddMetrics()
            .AddSingleton<IConfiguration>(configuration)
            .AddAgents(configuration)
            .AddSingleton<ILogger<ChatAgent>>(log)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<RemoteMetrics>()
            .BuildServiceProvider();

        await services.GetRequiredService<AgentRegistry>().Find("support")!.HandoffState("CONV-1", CancellationToken.None);

        log.Written.ShouldBe(reason is null ? [] : [$"The handoff of conversation CONV-1 goes out without handoffState: {reason}"]);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_waited_for_no_longer_than_the_time_out()
    {
        var never = new TaskCompletionSource();
        await using var chat = await Chat(new Reply(200, Json, """{ "data": { "a": 1 } }""") { After = never.Task });
        await using var bridge = await Start(chat, (On, "true"), ("Agents:support:HandoffStateTimeout", "00:00:00.2"));

        try
        {
            (await HandOver(bridge)).Data.GetProperty("handoffState").ValueKind.ShouldBe(JsonValueKind.Null);
        }
        finally
        {
            never.SetResult();
        }
    }

    [Fact]
    public async Task The_sandbox_serves_the_state_of_its_agents_too()
    {
        var setup = BridgeSetup.With((On, "true")) with
        {
            Script = new Sandbox.ChatApi.AgentScript("Hello.", []).On("human", "Passing you on.", handoff: """{ "destination": "d" }"""),
        };
        await using var bridge = await BridgeUnderTest.Start(postgres, setup);

        (await HandOver(bridge)).Data.GetProperty("handoffState").GetProperty("destination").GetString().ShouldBe("d");
    }

    private static async Task<Delivery> HandOver(BridgeUnderTest bridge)
    {
        var customer = bridge.Customer();
        await customer.Texts("human");
        (await customer.Receives()).ShouldBe("Passing you on.");
        return await bridge.Desk.Take();
    }

    private Task<BridgeUnderTest> Start(ScriptedServer chat, params (string Key, string? Value)[] settings) =>
        BridgeUnderTest.Start(postgres, BridgeSetup.With([.. settings, ("Agents:support:BaseUrl", chat.Address)]));

    private static Task<ScriptedServer> Chat(Reply handoffState) =>
        ScriptedServer.Start(call =>
            call.Target.Contains("handoff_state", StringComparison.Ordinal) ? handoffState
            : call.Target.EndsWith("create", StringComparison.Ordinal)
                ? new(200, Json, """{ "conversation_id": "CONV-1", "response": "Hello." }""")
            : new(200, Json, """{ "response": "Passing you on.", "handoff": { "destination": "d" } }""")
        );

    private sealed class Lines : ILogger<ChatAgent>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Written.Add(formatter(state, exception));
    }
}
