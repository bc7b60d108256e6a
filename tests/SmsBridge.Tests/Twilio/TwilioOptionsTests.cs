using Microsoft.Extensions.Options;
using SmsBridge.Twilio;

namespace SmsBridge.Tests.Twilio;

public sealed class TwilioOptionsTests
{
    [Fact]
    public void Left_out_settings_mean_Twilio_itself_and_15_seconds()
    {
        new TwilioOptions().ApiUrl.ShouldBe("https://api.twilio.com");
        new TwilioOptions().Timeout.ShouldBe(TimeSpan.FromSeconds(15));
        Errors(new TwilioOptions { Accounts = { ["main"] = Whole() } }).ShouldBeEmpty();
    }

    [Fact]
    public void Each_mistake_names_its_key_and_its_remedy() =>
        Errors(
                new TwilioOptions
                {
                    ApiUrl = "api.twilio.com",
                    Timeout = TimeSpan.Zero,
                    MaxMediaBytes = 0,
                    MediaTimeout = TimeSpan.Zero,
                    MediaOrigins = ["127.0.0.1"],
                    Accounts =
                    {
                        ["empty"] = new(),
                        ["blank"] = new()
                        {
                            AccountSid = "AC9",
                            AuthTokens = ["x", " "],
                            ApiKeySid = "SK1",
                        },
                        ["one"] = Whole(),
                        ["two"] = Whole(),
                    },
                }
            )
            .ShouldBe([
                "Twilio:ApiUrl is no http(s) URL. Leave it out for https://api.twilio.com.",
                "Twilio:Timeout must be above zero, for example 00:00:15.",
                "Twilio:MaxMediaBytes must be above zero, for example 10485760.",
                "Twilio:MediaTimeout must be above zero, for example 00:00:30.",
                "Twilio:MediaOrigins has '127.0.0.1', which is no http(s) URL. Leave the list out for Twilio itself.",
                "Twilio:Accounts:empty:AccountSid must begin with AC. Copy it from the Twilio console.",
                "Twilio:Accounts:empty:AuthTokens needs at least one token: Twilio signs webhooks with it, an API key cannot verify them.",
                "Twilio:Accounts:blank:AuthTokens needs at least one token: Twilio signs webhooks with it, an API key cannot verify them.",
                "Twilio:Accounts:blank has only one of ApiKeySid and ApiKeySecret. Set both or none.",
                "Twilio:Accounts has one and two with the same AccountSid. Keep one of them.",
            ]);

    [Theory]
    [InlineData(null, null, "AC1:first")]
    [InlineData("", "", "AC1:first")]
    [InlineData("SK1", "secret", "SK1:secret")]
    public void The_api_key_or_else_the_first_token_signs_rest_calls(string? sid, string? secret, string credentials)
    {
        var account = Whole();
        (account.ApiKeySid, account.ApiKeySecret) = (sid, secret);
        var accounts = new TwilioAccounts(Options.Create(new TwilioOptions { Accounts = { ["main"] = account } }));
        accounts.Named("main")!.Authorization.ShouldBe("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(credentials)));
        accounts.WithSid("AC1")!.Tokens.ShouldBe(["first", "second"]);
        accounts.WithSid("AC2").ShouldBeNull();
        accounts.WithSid("").ShouldBeNull();
    }

    private static TwilioAccountOptions Whole() => new() { AccountSid = "AC1", AuthTokens = ["first", "second"] };

    private static IEnumerable<string> Errors(TwilioOptions options) => new TwilioOptionsValidator().Validate(null, options).Failures ?? [];
}
