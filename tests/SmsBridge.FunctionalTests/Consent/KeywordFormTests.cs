using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Consent;

/// <summary>The words of consent in the forms in which people write them, and who answers them where.</summary>
public sealed class KeywordFormTests(SharedBridge shared) : LiveAgentTests(shared)
{
    private const string French = "+15145550123";
    private const string FrenchCode = "75757";
    private const string ShortCode = "78788";
    private const string Silent = "78789";

    private protected override BridgeSetup Setup =>
        base.Setup with
        {
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(French, d => d["language"] = "fr-CA"),
                BridgeSetup.Document(FrenchCode, d => d["language"] = "fr-CA"),
                BridgeSetup.Document(ShortCode),
                BridgeSetup.Document(Silent, d => d["optOutReplies"] = "provider"),
            ],
        };

    [Theory]
    [InlineData("STOP.")]
    [InlineData("opt out")]
    [InlineData("Stop 🛑")]
    [InlineData("ｓｔｏｐ！")]
    public async Task What_Twilio_does_not_take_for_STOP_the_bridge_does_and_says_so(string text)
    {
        var customer = Bridge.Customer();
        await customer.Texts(text);

        (await customer.Receives()).ShouldContain("no more texts");
        (await State(customer)).ShouldBe("opted-out");
        await customer.Texts("are you there?");
        await customer.Shows("in", "ignored");
        await customer.Settles();
        customer.Asked.ShouldBeEmpty();
        customer.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_Twilio_answers_the_bridge_does_not()
    {
        var customer = Bridge.Customer();
        await customer.Texts("STOP");
        await customer.Settles();

        (await State(customer)).ShouldBe("opted-out");
        customer.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("STOP 12345")]
    [InlineData("stop texting me so late, please")]
    public async Task A_text_that_says_more_is_the_agent_s(string text)
    {
        var customer = Bridge.Customer();
        await customer.Texts(text);
        (await customer.Receives()).ShouldBe($"You said: {text}");
    }

    [Theory]
    [InlineData(French)]
    [InlineData(FrenchCode)]
    public async Task Words_of_the_number_s_language_are_keywords(string number)
    {
        var customer = new Customer(Bridge, Bridge.Customer().Address, number);
        await customer.Texts("Aide");
        (await customer.Receives()).ShouldContain("Posez-nous");

        await customer.Texts("Arrêt.");
        (await customer.Receives()).ShouldContain("ne recevrez plus");

        (await State(customer)).ShouldBe("opted-out");
        await customer.Texts("début");
        (await customer.Receives()).ShouldContain("nouveau");
        await customer.Texts("début");
        (await customer.Receives()).ShouldBe("You said: début");
    }

    [Fact]
    public async Task A_short_code_with_the_default_settings_answers()
    {
        var customer = new Customer(Bridge, Bridge.Customer().Address, ShortCode);
        await customer.Texts("HELP");
        (await customer.Receives()).ShouldContain("Reply STOP");
        await customer.Texts("STOP");
        (await customer.Receives()).ShouldContain("no more texts");
        await customer.Texts("start");
        (await customer.Receives()).ShouldContain("again");
    }

    [Fact]
    public async Task So_does_a_number_on_WhatsApp_unless_Twilio_says_that_it_has()
    {
        var number = $"whatsapp:{BridgeSetup.Number}";
        Bridge.Twilio.ConnectNumber(number, TwilioAccount.Default.Sid, Bridge.Instances[0].Webhook);
        var customer = new Customer(Bridge, "whatsapp:+447700900151", number);
        await customer.Texts("Help");
        (await customer.Receives()).ShouldContain("Reply STOP");

        var other = new Customer(Bridge, "whatsapp:+447700900152", number);
        (await other.Sends("Help", new InboundOptions { OptOutType = "HELP" })).Status.ShouldBe(200);
        (await other.Sends("stop", new InboundOptions { OptOutType = "STOP" })).Status.ShouldBe(200);
        await other.Settles();
        other.Received.ShouldBeEmpty();
        (await State(other)).ShouldBe("opted-out");
    }

    [Fact]
    public async Task Where_somebody_else_answers_the_bridge_is_silent()
    {
        var customer = new Customer(Bridge, Bridge.Customer().Address, Silent);
        await customer.Texts("help");
        await customer.Texts("Opt-Out");
        await customer.Settles();
        customer.Received.ShouldBeEmpty();
        (await State(customer)).ShouldBe("opted-out");
    }

    [Theory]
    [InlineData("Help!", true)]
    [InlineData("HELP", false)]
    public async Task HELP_goes_to_the_people_who_have_the_thread_where_Twilio_does_not_answer_it(string text, bool told)
    {
        var (customer, person) = await WithPeople();
        await customer.Texts(text);
        await customer.Texts("last");

        (await person.Hears("message")).GetProperty("text").GetString().ShouldBe(told ? text : "last");
        await customer.Settles();
        customer.Received.Count.ShouldBe(1);
        customer.Asked.ShouldBe(["human"]);
    }

    [Fact]
    public async Task Agent_and_people_are_told_of_a_group()
    {
        var customer = Bridge.Customer();
        var group = new InboundOptions
        {
            Fields = new Dictionary<string, string?> { ["OtherRecipients0"] = "+14155550177", ["OtherRecipients1"] = "+14155550178" },
        };
        await customer.Sends("human", group);
        await customer.Receives();
        var metadata = Bridge.Chat.Turns.Of(customer.Address).ShouldHaveSingleItem().Body.GetProperty("metadata");
        metadata.GetProperty("group").GetBoolean().ShouldBeTrue();
        metadata.GetProperty("group_others").GetInt32().ShouldBe(2);

        var person = Person(customer);
        await person.TakesTheThread();
        await customer.Sends("anybody?", group);
        var heard = await person.Hears("message");
        heard.GetProperty("group").GetBoolean().ShouldBeTrue();
        heard.GetProperty("groupOthers").GetInt32().ShouldBe(2);
        await customer.Texts("only me");
        (await person.Hears("message")).TryGetProperty("group", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("\uFFFC")]
    [InlineData("\u200B\uFE0F")]
    public async Task A_text_of_which_nothing_can_be_seen_is_an_empty_message(string text)
    {
        var customer = Bridge.Customer();
        await customer.Texts(text);
        (await customer.Receives()).ShouldStartWith("Sorry, we cannot read");
        customer.Asked.ShouldBeEmpty();
    }
}
