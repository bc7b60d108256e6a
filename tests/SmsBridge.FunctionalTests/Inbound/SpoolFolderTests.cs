using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Inbound;

public sealed class SpoolFolderTests(TestPostgres postgres)
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

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
    public async Task Whatever_it_makes_is_for_its_own_user_alone_and_doctor_says_where_it_is_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using var bridge = await BridgeOnLines.Without(postgres);
        var spool = Path.Combine(bridge.Folder, "deep", "spool");
        bridge.Settings["Spool:Directory"] = spool;
        var child = await bridge.Serve();
        bridge.Connect(child);
        bridge.Postgres.Cut();
        await bridge.Around.Customer().Texts("hi");

        Paths(spool).Count(p => p.EndsWith(".log", StringComparison.Ordinal)).ShouldBe(1);
        Paths(spool).ShouldAllBe(p => !IsOpen(p));
        IsOpen(Path.GetDirectoryName(spool)!).ShouldBeFalse();

        // As an earlier version, or a careless hand, left them: the next start closes what is its own.
        await child.Kill();
        foreach (var path in Paths(spool))
        {
            Set(path, UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        var shell = new CommandLine(bridge.Around.Settings("http://127.0.0.1:1", "http://127.0.0.1:1"));
        (await shell.Run("doctor")).Output.ShouldContain("can be used by others on this machine");
        bridge.Postgres.Mend();
        await bridge.Serve();
        Paths(spool).Skip(1).ShouldAllBe(p => !IsOpen(p));
        Set(spool, UnixFileMode.None);
        (await shell.Run("doctor")).Output.ShouldNotContain("can be used by others on this machine");
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

    private static bool IsOpen(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;

    /// <summary>Gives others these rights and no more.</summary>
    private static void Set(string path, UnixFileMode others)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (File.GetUnixFileMode(path) & ~Others) | others);
        }
    }

    /// <summary>The folder and everything in it.</summary>
    private static List<string> Paths(string folder) =>
        [folder, .. Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories)];
}
