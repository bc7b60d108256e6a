using SmsBridge.FunctionalTests.Outbound;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>Texts of an erased customer wait in the spool of an instance that did not hear of it.</summary>
public sealed class EraseSpoolTests(TestPostgres postgres)
{
    [Fact]
    public async Task What_was_spooled_before_is_dropped_what_comes_after_is_answered_and_others_lose_nothing()
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        var (known, unknown, bystander) = (bridge.Around.Customer(), bridge.Around.Customer(), bridge.Around.Customer());
        await known.Texts("stored-words");
        await known.Receives();
        await known.Settles();
        bridge.Postgres.Cut();
        foreach (var customer in new[] { known, unknown, bystander })
        {
            (await customer.Sends("spooled-words")).Status.ShouldBe(200);
        }

        await Erase(bridge, known);
        await Erase(bridge, unknown);
        bridge.Postgres.Mend();

        (await bystander.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: spooled-words");
        await Eventually.Holds(() => bridge.SpoolFiles.Count == 0, "the spool is empty");
        foreach (var customer in new[] { known, unknown })
        {
            (await Remains.Of(bridge.Around.Database, customer.Address[2..])).ShouldBeEmpty();
            await Eventually.Holds(
                async () => (await Remains.Of(bridge.Around.Database, customer)).Count == 0,
                "nothing of the thread is left once the agent has heard"
            );
            customer.Asked.ShouldNotContain("spooled-words");
            await customer.Texts("later");
            (await customer.Receives()).ShouldBe("You said: later");
        }
    }

    [Fact]
    public async Task A_STOP_that_was_spooled_before_still_means_stop_and_leaves_only_a_hash()
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        var customer = bridge.Around.Customer();
        bridge.Postgres.Cut();
        await customer.Texts("spooled-words");
        await customer.Texts("STOP");

        await Erase(bridge, customer);
        bridge.Postgres.Mend();
        await Eventually.Holds(() => bridge.SpoolFiles.Count == 0, "the spool is empty", TimeSpan.FromSeconds(60));

        (await Remains.Of(bridge.Around.Database, customer, "spooled-words")).ShouldBeEmpty();
        Starter.Refused(await Starter.Starts(bridge.Around.Ops, customer, "hello?", "s-1"), 409, "opted-out");
    }

    [Fact]
    public async Task Lines_that_were_set_aside_lose_those_of_the_customer_and_no_others()
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        var (customer, bystander) = (bridge.Around.Customer(), bridge.Around.Customer());
        var file = Path.Combine(Directory.GetDirectories(bridge.SpoolDirectory).ShouldHaveSingleItem(), "set-aside.log");
        await File.WriteAllLinesAsync(
            file,
            [
                $$"""0123456789abcdef {"Text":{"Customer":"\u002B{{customer.Address[1..]}}","Te""",
                $$"""0123456789abcdef {"Text":{"Customer":"\u002B{{bystander.Address[1..]}}","Te""",
            ]
        );

        await Erase(bridge, customer);

        await Eventually.Holds(async () => (await File.ReadAllLinesAsync(file)).Length == 1, "the customer's line is gone");
        (await File.ReadAllTextAsync(file)).ShouldContain(bystander.Address[1..]);
    }

    /// <summary>Elsewhere, where the database can be reached.</summary>
    private static async Task Erase(BridgeOnLines bridge, Customer customer)
    {
        var settings = bridge.Around.Settings("http://127.0.0.1:1", "http://127.0.0.1:2");
        settings["ConnectionStrings:Bridge"] = bridge.Around.Database.ConnectionString;
        settings["Spool:Directory"] = Path.Combine(bridge.Folder, "elsewhere");
        var ran = await new CommandLine(settings).Run("erase", customer.Address, "--yes");
        ran.ShouldEndWith(0).All.ShouldNotContain(customer.Address[2..]);
    }
}
