using System.Text.Json.Nodes;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class HandoffTextTests(SharedBridge shared) : LiveAgentTests(shared)
{
    private const string Own = "+14155550111";
    private const string Silent = "+14155550112";

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", [])
                .On("silent", "", handoff: """{ "destination": "d" }""")
                .On("human", "Passing you on.", handoff: """{ "destination": "d" }"""),
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(Own, d => d["texts"] = new JsonObject { ["handoff"] = "A person will text you." }),
                BridgeSetup.Document(Silent, d => d["texts"] = new JsonObject { ["handoff"] = "" }),
            ],
        };

    [Theory]
    [InlineData(BridgeSetup.Number, "silent", "One moment please, we are connecting you with a member of our team.")]
    [InlineData(Own, "silent", "A person will text you.")]
    [InlineData(Silent, "silent", null)]
    [InlineData(BridgeSetup.Number, "human", "Passing you on.")]
    [InlineData(Own, "human", "Passing you on.")]
    [InlineData(Silent, "human", "Passing you on.")]
    public async Task The_agents_own_text_is_sent_once_and_the_numbers_line_only_where_there_is_none(
        string number,
        string text,
        string? line
    )
    {
        var customer = Bridge.Customer(number);

        await customer.Texts(text);

        await Person(customer).Hears("requested");
        await customer.Settles();
        customer.Received.ShouldBe(line is null ? [] : [line]);
    }
}
