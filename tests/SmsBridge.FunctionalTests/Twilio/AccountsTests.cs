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

    private Task<Answer> Post(string accountSid, string number, string token)
    {
        var fields = Webhook.Text(Bridge.Customer().Address, number, "from the wrong account");
        fields = [.. fields.Select(f => f.Key == "AccountSid" ? new(f.Key, accountSid) : f)];
        return Webhook.Post(Bridge.Instances[0].Webhook, fields, token: token);
    }
}
