using System.Text.Json.Nodes;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;
using SmsBridge.Threads;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class BridgeWordsTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string German = "+14155550341";
    private const string Own = "+14155550342";
    private const string Silent = "+14155550343";

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", []).On("silent", "", handoff: """{ "destination": "d" }""").Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(German, d => d["language"] = "de-AT"),
                BridgeSetup.Document(
                    Own,
                    d =>
                    {
                        d["language"] = "de";
                        d["texts"] = new JsonObject
                        {
                            ["handoff"] = "Own handoff.",
                            ["unsupported"] = "Own unsupported.",
                            ["apology"] = "Own apology.",
                        };
                    }
                ),
                BridgeSetup.Document(
                    Silent,
                    d =>
                        d["texts"] = new JsonObject
                        {
                            ["handoff"] = "",
                            ["unsupported"] = "",
                            ["apology"] = "",
                        }
                ),
            ],
        };

    public static TheoryData<string, string?, string?, string?> Numbers
    {
        get
        {
            var german = DefaultWords.For("de");
            return new()
            {
                { German, german.Handoff, german.Unsupported, german.Apology },
                { Own, "Own handoff.", "Own unsupported.", "Own apology." },
                { Silent, null, null, null },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task What_the_bridge_says_is_the_numbers_own_or_in_its_language_or_nothing(
        string number,
        string? handoff,
        string? unsupported,
        string? apology
    )
    {
        var handedOver = Bridge.Customer(number);
        await handedOver.Texts("silent");
        await Says(handedOver, handoff);

        var odd = Bridge.Customer(number);
        await odd.Sends("", new InboundOptions { Fields = new Dictionary<string, string?> { ["MessageType"] = "unsupported" } });
        await Says(odd, unsupported);

        var unlucky = Bridge.Customer(number);
        Bridge.Chat.Faults.Next(2, Fault.AcceptThenDrop, "respond", unlucky.Address);
        await unlucky.Texts("hi");
        await Says(unlucky, apology);
    }

    private static async Task Says(Customer customer, string? text)
    {
        if (text is not null)
        {
            (await customer.Receives()).ShouldBe(text);
        }

        await customer.Settles();
        customer.Received.ShouldBe(text is null ? [] : [text]);
    }
}
