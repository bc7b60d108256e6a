using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Twilio;

public sealed class AccountsTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string OtherSid = "AC00000000000000000000000000000002";
    private const string OldToken = "11111111111111111111111111111111";
    private const string NewToken = "22222222222222222222222222222222";
    private const string OtherNumber = "+14155550188";

    private protected override BridgeSetup Setup =>
        new()
        {
            Accounts = [TwilioAccount.Default, new TwilioAccount(OtherSid, [OldToken])],
            Settings = new Dictionary<string, string?> { ["Twilio:Accounts:account1:AuthTokens:1"] = NewToken },
            Numbers = [BridgeSetup.Document(), BridgeSetup.Document(OtherNumber, d => d["twilioAccount"] = "account1")],
        };

    [Fact]
    public async Task Each_account_delivers_and_sends_for_its_own_number()
    {
        var (one, other) = (Bridge.Customer(), Bridge.Customer(OtherNumber));

        await one.Texts("to main");
        await other.Texts("to the other");

        (await Bridge.Twilio.NextTo(one.Address, Eventually.Patience)).Account.Sid.ShouldBe(TwilioAccount.Default.Sid);
        (await Bridge.Twilio.NextTo(other.Address, Eventually.Patience)).Account.Sid.ShouldBe(OtherSid);
    }

    [Theory]
    [InlineData(OldToken)]
    [InlineData(NewToken)]
    public async Task Any_token_of_the_account_verifies(string token)
    {
        (await Post(OtherSid, OtherNumber, token)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_token_of_another_account_does_not_verify()
    {
        (await Post(OtherSid, OtherNumber, TwilioAccount.Default.PrimaryToken)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_number_of_another_account_is_refused_and_nothing_is_stored()
    {
        var before = await Bridge.Database.Count("messages where text = 'from the wrong account'");

        (await Post(OtherSid, BridgeSetup.Number, OldToken)).Status.ShouldBe(403);

        (await Bridge.Database.Count("messages where text = 'from the wrong account'")).ShouldBe(before);
    }

    [Fact]
    public async Task What_another_account_says_of_a_text_changes_nothing()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        var sent = await Bridge.Twilio.NextTo(customer.Address, Eventually.Patience);
        await customer.Shows("out", "delivered");
        await customer.Texts("again");
        sent = await Bridge.Twilio.NextTo(customer.Address, Eventually.Patience);
        List<KeyValuePair<string, string>> fields =
        [
            new("AccountSid", OtherSid),
            new("MessageSid", sent.Sid),
            new("MessageStatus", "undelivered"),
            new("ErrorCode", "21610"),
        ];

        (await Webhook.Post(sent.StatusCallback!, fields, token: NewToken)).Status.ShouldBe(204);

        await customer.Settles();
        (await customer.Thread()).GetProperty("state").GetString().ShouldBe("agent");
        (await Bridge.Database.Count("failures where thread_id = $1", customer.ThreadId)).ShouldBe(0);
        await customer.Shows("out", "delivered");
    }

    private Task<Answer> Post(string accountSid, string number, string token)
    {
        var fields = Webhook.Text(Bridge.Customer().Address, number, "from the wrong account");
        fields = [.. fields.Select(f => f.Key == "AccountSid" ? new(f.Key, accountSid) : f)];
        return Webhook.Post(Bridge.Instances[0].Webhook, fields, token: token);
    }
}
