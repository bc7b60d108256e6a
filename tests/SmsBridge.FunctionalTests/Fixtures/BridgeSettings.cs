using Npgsql;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>The settings of one instance under test, by configuration key.</summary>
internal static class BridgeSettings
{
    public const string Key = "bootstrap-key-of-the-tests";

    public static Dictionary<string, string?> For(
        BridgeSetup setup,
        string database,
        TwilioServer twilio,
        ChatApiServer chat,
        string publicAddress,
        string opsAddress
    )
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Bridge"] = new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 12 }.ConnectionString,
            ["Public:BaseUrl"] = setup.BaseUrl ?? publicAddress,
            ["Public:Listen"] = publicAddress,
            ["Ops:Listen"] = opsAddress,
            ["Ops:BootstrapKey"] = Key,
            ["Twilio:ApiUrl"] = twilio.Url.ToString(),
            ["Twilio:MediaOrigins:0"] = twilio.Media.CdnUrl.ToString(),
            ["Agents:support:BaseUrl"] = chat.Url.ToString(),
            ["Agents:support:AccountId"] = "ACCOUNT-test",
            ["Agents:support:ProjectId"] = "PROJECT-test",
            ["Agents:support:ApiKey"] = chat.Options.ApiKey,
            ["Agents:support:ConnectorToken"] = chat.Options.ConnectorToken,
            // Tests text faster than people do; those of the limits set them.
            ["Limits:PerSenderPerMinute"] = "0",
            ["Limits:RepeatsToBlock"] = "0",
            ["Limits:LoopsToBlock"] = "0",
            ["Logging:LogLevel:Default"] = Environment.GetEnvironmentVariable("SMSBRIDGE_TEST_LOG") ?? "None",
            ["Logging:LogLevel:Microsoft"] = "None",
            ["Logging:LogLevel:Npgsql"] = "None",
        };
        for (var i = 0; i < setup.Accounts.Count; i++)
        {
            var account = $"Twilio:Accounts:{(i == 0 ? "main" : $"account{i}")}";
            settings[$"{account}:AccountSid"] = setup.Accounts[i].Sid;
            settings[$"{account}:AuthTokens:0"] = setup.Accounts[i].PrimaryToken;
        }

        foreach (var (key, value) in setup.Settings)
        {
            settings[key] = value;
        }

        return settings;
    }
}
