using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Outbound;

/// <summary>What of an agent's reply reaches the handset, and what it costs.</summary>
public sealed class ShapedTextTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Greets = "+14155550134";
    private const string Short = "+14155550135";

    private static readonly string Sentences = string.Join(' ', Enumerable.Repeat("Seven words make up this one sentence.", 20));

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("<p>Hello from <b>Acme</b> &amp; Co</p>", [])
                .On("^markup$", "**Hours:** see [our site](https://x.com/a_b)\n* Mon – Fri\n* It’s $5 * 2")
                .On("^accents$", "“Olá” – você")
                .On("^emoji$", "👍")
                .On("^sentences$", Sentences)
                .On("^nothing$", "<p>&nbsp;</p><!-- nothing -->")
                .On("^over$", "<br/>***", handoff: """{ "destination": "x" }""")
                .Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(Greets, d => d["firstReply"] = "greeting-and-answer"),
                BridgeSetup.Document(Short, d => d["segmentsPerPart"] = 2),
            ],
        };

    [Fact]
    public async Task A_reply_with_markup_arrives_as_plain_text_and_its_segments_are_shown()
    {
        var customer = Bridge.Customer();

        await customer.Texts("markup");

        (await customer.Receives()).ShouldBe("Hours: see our site: https://x.com/a_b\n- Mon - Fri\n- It's $5 * 2");
        await Shows(customer, ["in  ", "out 1 GSM-7"]);
    }

    [Fact]
    public async Task What_GSM_7_does_not_hold_stays_and_is_counted_as_UCS_2()
    {
        var customer = Bridge.Customer();

        await customer.Texts("accents");

        (await customer.Receives()).ShouldBe("“Olá” – você");
        await Shows(customer, ["in  ", "out 1 UCS-2"]);
    }

    [Fact]
    public async Task A_greeting_is_shaped_too()
    {
        var customer = Bridge.Customer(Greets);

        await customer.Texts("emoji");

        (await customer.Receives()).ShouldBe("Hello from Acme & Co");
        (await customer.Receives()).ShouldBe("👍");
    }

    [Fact]
    public async Task A_number_says_how_many_segments_a_text_may_take()
    {
        var customer = Bridge.Customer(Short);

        await customer.Texts("sentences");
        await Bridge.Twilio.Sent.WaitForCount(customer.Address, 3, Eventually.Patience);
        await customer.Settles();

        string.Join(' ', customer.Received).ShouldBe(Sentences);
        customer.Received.ShouldAllBe(part => part.EndsWith('.'));
        await Shows(customer, ["in  ", "out 2 GSM-7", "out 2 GSM-7", "out 2 GSM-7"]);
    }

    [Fact]
    public async Task A_reply_that_comes_to_nothing_is_not_sent()
    {
        var customer = Bridge.Customer();

        await customer.Texts("nothing");
        await customer.Settles();
        await customer.Texts("still there");

        (await customer.Receives()).ShouldBe("You said: still there");
        customer.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_handoff_with_a_reply_that_comes_to_nothing_gets_the_bridges_line()
    {
        var customer = Bridge.Customer();

        await customer.Texts("over");

        (await customer.Receives()).ShouldBe("One moment please, we are connecting you with a member of our team.");
        await Shows(customer, ["in  ", "out 1 GSM-7"]);
    }

    private static async Task Shows(Customer customer, string[] shown) =>
        (await customer.Messages())
            .Select(m => $"{m.GetProperty("direction").GetString()} {m.GetProperty("segments")} {m.GetProperty("encoding").GetString()}")
            .ShouldBe(shown);
}
