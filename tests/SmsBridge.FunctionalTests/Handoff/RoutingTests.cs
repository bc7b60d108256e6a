using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class RoutingTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Vip = "+14155550111";

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", [])
                .On("^billing", "Passing on.", handoff: """{ "destination": "Billing Team" }""")
                .On("^unknown", "Passing on.", handoff: """{ "destination": "no such place" }""")
                .On("^none", "Passing on.", handoff: """{ "reason": "because" }"""),
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(Vip, d => d["handoff"] = new System.Text.Json.Nodes.JsonObject { ["queue"] = "vip" }),
            ],
            Settings = new Dictionary<string, string?>
            {
                ["Queues:billing:Type"] = "postgres",
                ["Queues:vip:Type"] = "postgres",
                ["Handoff:Destinations:Billing Team"] = "billing",
            },
        };

    [Theory]
    [InlineData(BridgeSetup.Number, "billing", "billing")]
    [InlineData(BridgeSetup.Number, "unknown", "desk")]
    [InlineData(BridgeSetup.Number, "none", "desk")]
    [InlineData(Vip, "billing", "billing")]
    [InlineData(Vip, "unknown", "vip")]
    [InlineData(Vip, "none", "vip")]
    public async Task A_mapped_destination_goes_to_its_queue_any_other_to_the_numbers_or_else_the_default(
        string number,
        string text,
        string queue
    )
    {
        var customer = Bridge.Customer(number);

        await customer.Texts(text);
        await customer.Texts("still there?");

        var desk = new Desk(Ops, queue);
        var requested = await desk.Take();
        var message = await desk.Take();
        requested.ThreadId.ShouldBe(customer.ThreadId);
        requested.Data.GetProperty("queue").GetString().ShouldBe(queue);
        message.ThreadId.ShouldBe(customer.ThreadId);
        message.Type.ShouldBe("smsbridge.handoff.message.v1");
        foreach (var other in new[] { "desk", "billing", "vip" })
        {
            (await new Desk(Ops, other).Receive()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_queue_that_is_not_configured_is_not_there()
    {
        var answer = await Ops.Post("/api/v1/queues/nobody/receive", new { });

        answer.Status.ShouldBe(404);
        answer.Problem.ShouldContain("billing, desk, vip");
    }
}
