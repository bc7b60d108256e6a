using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Inbound;

public sealed class DamagedSpoolTests(TestPostgres postgres)
{
    /// <summary>Nine kilobytes in the spool: more than any buffer keeps.</summary>
    private static readonly string Long = new('\u0436', 1500);

    private const int Drained = 802;
    private const int SetAside = 803;

    [Fact]
    public async Task Changed_and_cut_off_lines_are_set_aside_once_and_all_other_texts_are_answered_in_order()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var first = await bridge.Serve();
        var customer = bridge.Around.Customer();
        bridge.Postgres.Cut();
        foreach (var text in new[] { "one", "two", "three", "four", "five" })
        {
            await customer.Texts(text);
        }

        await first.Kill();
        Damage(bridge.SpoolFiles);
        var second = await bridge.Serve(ready: false);
        await Eventually.Holds(() => second.Logged(900) > 0, "it waits for the database");
        bridge.Postgres.Mend();

        await Eventually.Holds(() => customer.Echoed.Count >= 3, "what can be read is answered");
        await customer.Settles();
        customer.Echoed.ShouldBe(["one", "three", "four"]);
        await Eventually.Holds(() => bridge.SpoolFiles.Count == 0, "the spool is empty");
        var aside = Directory.GetFiles(bridge.SpoolDirectory, "set-aside.log", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.ReadLines(aside).Count().ShouldBe(2);
        await Eventually.Holds(() => second.Logged(Drained) == 1, "the spool is drained");
        second.Logged(SetAside).ShouldBe(2);
    }

    [Fact]
    public async Task A_damaged_line_is_set_aside_once_however_often_the_drain_has_to_begin_anew()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        var customer = bridge.Around.Customer();
        bridge.Postgres.Cut();
        await customer.Texts("one");
        await customer.Texts("two");
        var draining = 0;
        foreach (var file in bridge.SpoolFiles)
        {
            File.WriteAllLines(file, File.ReadAllLines(file).Select(line => line.Replace("one", "two", StringComparison.Ordinal)));
        }

        await Eventually.Holds(() => (draining = child.Logged(801)) >= 3, "the drain was tried several times");
        bridge.Postgres.Mend();

        (await customer.Receives()).ShouldBe("You said: two");
        await Eventually.Holds(() => child.Logged(Drained) == 1, "the spool is drained");
        child.Logged(SetAside).ShouldBe(1, $"{draining} tries");
    }

    [Fact]
    public async Task Texts_acknowledged_before_and_after_the_disk_was_full_are_answered()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        using var disk = SmallDisk.Mount(Path.Combine(bridge.Folder, "disk"));
        bridge.Settings["Spool:Directory"] = disk.Folder;
        await bridge.Serve();
        var taken = new List<Customer>();
        bridge.Postgres.Cut();
        for (var i = 0; i < 3; i++)
        {
            disk.Fill(free: 12 * 1024);
            await Eventually.Holds(async () => !await Takes(bridge.Around.Customer(), taken), "the disk is full");
            disk.Empty();
            (await Takes(bridge.Around.Customer(), taken)).ShouldBeTrue();
            (await Takes(bridge.Around.Customer(), taken)).ShouldBeTrue();
        }

        bridge.Postgres.Mend();

        foreach (var customer in taken)
        {
            // So long an answer goes out in parts.
            await Eventually.Holds(
                () => customer.Received is [.., var last] && last.EndsWith(Long[^10..], StringComparison.Ordinal),
                "the text is answered",
                TimeSpan.FromSeconds(60)
            );
        }
    }

    private static async Task<bool> Takes(Customer customer, List<Customer> taken)
    {
        var status = (await customer.Sends(Long)).Status;
        status.ShouldBeOneOf([200, 503]);
        if (status == 200)
        {
            taken.Add(customer);
        }

        return status == 200;
    }

    /// <summary>The second text's bytes are flipped; the last one loses its end.</summary>
    private static void Damage(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var at = bytes.AsSpan().IndexOf("\"two\""u8);
            if (at >= 0)
            {
                bytes[at + 1] ^= 0x80;
                bytes[at + 2] ^= 0x01;
            }

            var length = file == files[^1] ? bytes.Length - 20 : bytes.Length;
            File.WriteAllBytes(file, bytes[..length]);
        }
    }
}
