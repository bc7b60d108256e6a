using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Deploy;

/// <summary>What the guide lets people type, typed.</summary>
public sealed class GuideTests(TestPostgres postgres)
{
    [Fact]
    public async Task Its_three_numbers_go_live_from_its_one_file()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.Usual with { Numbers = [] });
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "going-live.md"));
        var from = guide.IndexOf("# numbers.yaml", StringComparison.Ordinal);
        var yaml = guide[from..guide.IndexOf("```", from, StringComparison.Ordinal)];

        var first = (await bridge.CommandLine().RunWith(yaml, "apply", "-f", "-")).ShouldEndWith(0);
        var again = (await bridge.CommandLine().RunWith(yaml, "apply", "-f", "-")).ShouldEndWith(0);

        first.Output.ShouldContain("3 added, 0 changed, 0 removed");
        again.Output.ShouldContain("Nothing to change.");
        foreach (var number in new[] { "+14155550199", "+14155550198", "+442071838750" })
        {
            bridge.Twilio.ConnectNumber(number, bridge.Twilio.Options.Accounts[0].Sid, bridge.Instances[0].Webhook);
            var customer = bridge.Customer(number);
            await Eventually.Holds(
                async () =>
                {
                    await customer.Texts("hi");
                    return customer.Asked.Count > 0;
                },
                $"{number} is in force"
            );
            (await customer.Receives()).ShouldBe("You said: hi");
        }
    }
}
