using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Agents;

/// <summary>Whoever answers in PolyAI's name gets neither the memory of the bridge nor one customer's cookies with another one's texts.</summary>
public sealed class HostileAnswersTests(TestPostgres postgres)
{
    private const int Huge = 40_000_000;

    [Fact]
    public async Task A_cookie_of_one_customers_answer_goes_along_with_nothing()
    {
        await using var chat = await ScriptedServer.Start(call =>
            call.Target.EndsWith("create", StringComparison.Ordinal)
                ? new(
                    200,
                    "application/json",
                    """{ "conversation_id": "CONV-1", "response": "Hello." }""",
                    ("Set-Cookie", "who=one; Path=/")
                )
                : new(200, "application/json", """{ "response": "Yes." }""", ("Set-Cookie", "what=words; Path=/"))
        );
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Agents:support:BaseUrl", chat.Address)));
        for (var i = 0; i < 2; i++)
        {
            var customer = bridge.Customer();
            await customer.Texts("hi");
            (await customer.Receives()).ShouldBe("Yes.");
        }

        chat.Calls.Count.ShouldBe(4);
        chat.Calls.ShouldAllBe(c => !c.Headers.ContainsKey("Cookie"));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("respond")]
    public async Task An_answer_without_end_is_as_good_as_none_and_costs_no_memory(string call)
    {
        var huge = $$"""{ "conversation_id": "CONV-1", "response": "{{new string('x', Huge)}}" }""";
        await using var chat = await ScriptedServer.Start(c =>
            c.Target.EndsWith(call, StringComparison.Ordinal) && c.Body.Contains("0101")
                ? new(200, "application/json", huge)
                : new(200, "application/json", """{ "conversation_id": "CONV-1", "response": "Yes." }""")
        );
        await using var surroundings = await BridgeUnderTest.Surroundings(
            await postgres.CreateDatabase(),
            BridgeSetup.With(("Agents:support:BaseUrl", chat.Address))
        );
        await using var child = await ChildBridge.Serve(surroundings);
        await surroundings.ConfigureNumbers(child.Ops, child.Webhook);
        var (victim, other) = (new Customer(surroundings, "+14155550101", BridgeSetup.Number), surroundings.Customer());

        await victim.Texts("0101");
        await Eventually.Holds(
            async () =>
                await surroundings.Database.Count("work where thread_id = $1 and kind = 'turn' and attempts > 0", victim.ThreadId) > 0
                || await surroundings.Database.Count("messages where thread_id = $1 and status = 'failed'", victim.ThreadId) > 0
                || victim.Received.Count > 0,
            "the answer was given up"
        );

        await other.Texts("hi");
        (await other.Receives()).ShouldBe("Yes.");
        chat.Calls.Count(c => c.Target.EndsWith("respond", StringComparison.Ordinal) && c.Body.Contains("0101"))
            .ShouldBeLessThanOrEqualTo(2);
        child.PeakMemory.ShouldBeLessThan(600_000_000);
    }
}
