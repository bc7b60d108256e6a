using System.Diagnostics;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Admin;

/// <summary>The service as a process of its own: migrating, stopping, being killed.</summary>
public sealed class ProcessTests(TestPostgres postgres)
{
    [Fact]
    public async Task Migrate_applies_the_migrations_and_exits_also_when_there_is_nothing_to_do()
    {
        var database = await postgres.CreateEmptyDatabase();
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Bridge"] = database };

        for (var i = 0; i < 2; i++)
        {
            await using var child = ChildBridge.Run(["migrate"], settings);
            (await child.Ends()).ShouldBe(0, child.Output);
        }

        await using var migrated = new Database(database);
        (await migrated.Count("number_revision")).ShouldBe(1);
    }

    [Fact]
    public async Task A_terminated_instance_finishes_its_turn_and_ends_within_its_budget()
    {
        await using var around = await BridgeUnderTest.Surroundings(await postgres.CreateDatabase());
        await using var child = await ChildBridge.Serve(around);
        await around.ConfigureNumbers(child.Ops, child.Webhook);
        var customer = around.Customer();
        around.Chat.Faults.Next(1, Fault.Slow(TimeSpan.FromSeconds(2)), "respond", customer.Address);
        await customer.Texts("hi");
        await around.Chat.Creates.WaitForCount(customer.Address, 1, Eventually.Patience);

        var watch = Stopwatch.StartNew();
        await child.Terminate();

        (await child.Ends()).ShouldBe(0, child.Output);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(25));
        (await customer.Receives()).ShouldBe("You said: hi");
        customer.Asked.ShouldBe(["hi"]);
        (await around.Database.Count("work where kind = 'turn'")).ShouldBe(0);
    }

    [Fact]
    public async Task Neither_texts_nor_numbers_nor_secrets_are_in_the_log()
    {
        await using var around = await BridgeUnderTest.Surroundings(await postgres.CreateDatabase());
        await using var child = await ChildBridge.Serve(around);
        await around.ConfigureNumbers(child.Ops, child.Webhook);
        var customer = around.Customer();
        around.Twilio.Faults.Next(1, Fault.Http(400, "21211"), "create", customer.Address);
        around.Chat.Faults.Next(1, Fault.Http(400), "respond", customer.Address);

        await customer.Texts("secret-text one");
        await customer.Texts("secret-text two");
        await customer.Shows(child.Ops, "out", "failed");
        await Webhook.Post(child.Webhook, Webhook.Text(customer.Address, "+14155550000", "secret-text three"));
        await Webhook.PostRaw($"{child.Webhook}?From={Uri.EscapeDataString(customer.Address)}", "x=1", null);
        await child.Ops.Get($"/api/v1/threads?customer={Uri.EscapeDataString(customer.Address)}");
        await child.Ops.Get($"/api/v1/numbers/{Uri.EscapeDataString(BridgeSetup.Number)}");
        await child.Terminate();
        await child.Ends();

        child.Output.ShouldContain("*");
        foreach (
            var secret in new[]
            {
                "secret-text",
                customer.Address[2..],
                BridgeSetup.Number[2..],
                around.Twilio.Options.Accounts[0].PrimaryToken,
                around.Chat.Options.ApiKey,
                around.Chat.Options.ConnectorToken,
                BridgeSettings.Key,
            }
        )
        {
            child.Output.ShouldNotContain(secret);
        }
    }
}
