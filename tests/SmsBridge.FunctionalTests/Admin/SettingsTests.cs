namespace SmsBridge.FunctionalTests.Admin;

/// <summary>The commands as processes: exit codes and what they print.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task Every_mistake_in_the_settings_is_reported_at_once_with_its_key_and_remedy()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Public:Listen"] = "https://somewhere:1",
            ["Public:TrustedProxies:0"] = "everybody",
            ["Public:MaxWebhookBytes"] = "1",
            ["Ops:TrustedProxies:0"] = "0.0.0.0/0",
            ["Ops:BootstrapKey"] = "short",
            ["Twilio:Accounts:main:AccountSid"] = "XX1",
            ["Twilio:Accounts:main:ApiKeySid"] = "SK1",
            ["Agents:support:Region"] = "mars-1",
            ["Agents:support:Timeout"] = "00:00:00",
            ["Queues:desk:Type"] = "carrier-pigeon",
            ["Lookups:crm:Timeout"] = "00:01:00",
            ["Queues:rabbit:Type"] = "rabbitmq",
            ["Queues:hook:Type"] = "webhook",
            ["Queues:hook:Timeout"] = "soon",
            ["Handoff:DefaultQueue"] = "nowhere",
            ["Handoff:Destinations:billing"] = "elsewhere",
        };
        await using var child = ChildBridge.Run(["serve"], settings);

        (await child.Ends()).ShouldBe(1);

        foreach (
            var part in new[]
            {
                "ConnectionStrings:Bridge is missing",
                "Public:BaseUrl is missing",
                "Public:Listen is 'https://somewhere:1'",
                "Public:TrustedProxies has 'everybody'. Write the address of your proxy",
                "Public:MaxWebhookBytes is 1; give 4096 or more",
                "Ops:TrustedProxies has '0.0.0.0/0'",
                "Ops:BootstrapKey has fewer than 16 characters",
                "Twilio:Accounts:main:AccountSid must begin with AC",
                "Twilio:Accounts:main:AuthTokens needs at least one token",
                "Twilio:Accounts:main has only one of ApiKeySid and ApiKeySecret",
                "Agents:support:Region is 'mars-1'. Set it to one of us-1, uk-1, euw-1, studio",
                "Agents:support:AccountId is missing",
                "Agents:support:ProjectId is missing",
                "Agents:support:ApiKey is missing",
                "Agents:support:ConnectorToken is missing",
                "Agents:support:Timeout must be above zero",
                "Queues:desk:Type is 'carrier-pigeon'. Known types: postgres, rabbitmq, webhook.",
                "Queues:rabbit:Uri is missing",
                "'Queues:hook:Timeout'",
                "Lookups:crm:Url is missing or no http(s) URL",
                "Lookups:crm:Secret is missing or no such secret. Write whsec_ and base64",
                "Lookups:crm:Timeout must be above zero and at most 00:00:10",
                "Handoff:DefaultQueue is 'nowhere'",
                "Handoff:Destinations:billing is 'elsewhere'",
            }
        )
        {
            child.Output.ShouldContain(part);
        }

        child.Output.ShouldNotContain("   at SmsBridge");
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_said_with_the_key()
    {
        await using var child = ChildBridge.Run(
            ["migrate"],
            new Dictionary<string, string?> { ["ConnectionStrings:Bridge"] = "Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=3" }
        );

        (await child.Ends()).ShouldBe(1);

        child.Output.ShouldContain("ConnectionStrings:Bridge");
    }

    [Fact]
    public async Task Help_names_the_commands()
    {
        await using var child = ChildBridge.Run(["--help"], new Dictionary<string, string?>());

        (await child.Ends()).ShouldBe(0);

        child.Output.ShouldContain("serve");
        child.Output.ShouldContain("migrate");
    }
}
