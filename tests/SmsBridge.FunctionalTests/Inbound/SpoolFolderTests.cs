using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Inbound;

public sealed class SpoolFolderTests(TestPostgres postgres)
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_folder_that_cannot_be_written_keeps_the_service_from_starting_and_is_named()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var file = Path.Combine(bridge.Folder, "file");
        await File.WriteAllTextAsync(file, "");

        var child = await bridge.Serve(ready: false, ("Spool:Directory", Path.Combine(file, "spool")));

        (await child.Ends()).ShouldBe(1, child.Output);
        child.Output.ShouldContain("Spool:Directory");
    }

    [Fact]
    public async Task When_the_spool_is_full_webhooks_are_refused_with_503_and_what_was_acknowledged_is_answered()
    {
        await using var bridge = await BridgeOnLines.Start(postgres, BridgeSetup.With(("Spool:MaxMegabytes", "1")));
        var customers = Enumerable.Range(0, 1000).Select(_ => bridge.Around.Customer()).ToList();
        bridge.Postgres.Cut();
        var big = new string('x', 1500);
        var taken = new List<Customer>();
        var status = 200;
        foreach (var customer in customers)
        {
            status = (await customer.Sends($"{customer.Address} {big}")).Status;
            if (status != 200)
            {
                break;
            }

            taken.Add(customer);
        }

        status.ShouldBe(503);
        taken.Count.ShouldBeInRange(200, 700);
        bridge.Postgres.Mend();
        await bridge.Around.Twilio.Sent.WaitForCount(taken.Count, Recovery);
        taken.ShouldAllBe(c => c.Received.Count == 1);
        var next = bridge.Around.Customer();
        await Eventually.Holds(async () => (await next.Sends("hi")).Status == 200, "texts are taken again");
        await next.Receives();
    }

    [Fact]
    public async Task Two_instances_in_one_working_directory_spool_into_folders_of_their_own()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        bridge.Settings["Spool:Directory"] = "spool";
        var children = new[] { await bridge.Serve(), await bridge.Serve() };
        bridge.Postgres.Cut();
        var customers = new[] { bridge.Around.Customer(), bridge.Around.Customer() };
        for (var i = 0; i < 2; i++)
        {
            bridge.Connect(children[i]);
            await customers[i].Texts("hi");
        }

        bridge.SpoolFiles.Select(Path.GetDirectoryName).Distinct().Count().ShouldBe(2);
        bridge.Postgres.Mend();
        foreach (var customer in customers)
        {
            (await customer.Receives(Recovery)).ShouldBe("You said: hi");
        }
    }
}
