using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>Handoff objects that are JSON by the letter only; none may block the queue for everybody.</summary>
public sealed class OddObjectTests(TestPostgres postgres)
{
    public static IEnumerable<TheoryDataRow<string, string>> Objects =>
        [
            new("half a surrogate pair", """{ "destination": "d", "note": "\ud83d" }"""),
            new("a number beyond all measure", """{ "destination": 1e999, "reason": -0.0, "n": 1e-999 }"""),
            new("deeply nested", $$"""{ "destination": "d", "deep": {{new string('[', 60)}}{{new string(']', 60)}} }"""),
            new("half a surrogate pair as a name", """{ "\ud83d": 1, "destination": "d", "text_chat": { "\udc00": true } }"""),
            new("a name twice", """{ "destination": "d", "a": 1, "a": 2 }"""),
        ];

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task An_odd_object_reaches_the_desk_and_the_list_as_it_came(string what, string handoff)
    {
        await using var chat = await ScriptedServer.Start(call =>
            call.Target.EndsWith("create", StringComparison.Ordinal)
                ? new(200, "application/json", """{ "conversation_id": "CONV-1", "response": "Hello." }""")
                : new(200, "application/json", $$"""{ "response": "Passing you on.", "handoff": {{handoff}} }""")
        );
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Agents:support:BaseUrl", chat.Address)));
        var customer = bridge.Customer();

        await customer.Texts("human");
        (await customer.Receives()).ShouldBe("Passing you on.", what);
        await customer.Settles();

        var received = await bridge.Ops.Post("/api/v1/queues/desk/receive", new { leaseSeconds = 1 });
        received.Status.ShouldBe(200, what);
        Dense(received.Body).ShouldContain(Dense(handoff), Case.Sensitive, what);
        var listed = await bridge.Ops.Get("/api/v1/handoffs");
        listed.Status.ShouldBe(200, what);
        Dense(listed.Body).ShouldContain(Dense(handoff), Case.Sensitive, what);
    }

    private static string Dense(string json) => json.Replace(" ", "", StringComparison.Ordinal);
}
