using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Instances;

/// <summary>Clocks of instances differ; all times that matter are the database's.</summary>
public sealed class ClockTests(TestPostgres postgres)
{
    private static readonly string[] Libraries =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    ];

    [Theory]
    [InlineData("-60")]
    [InlineData("+60")]
    public async Task An_instance_whose_clock_is_a_minute_off_changes_nothing(string seconds)
    {
        var library = Libraries.FirstOrDefault(File.Exists);
        Assert.SkipWhen(library is null, "libfaketime is not installed (Debian: apt-get install libfaketime).");
        await using var bridge = await BridgeOnLines.Without(
            postgres,
            BridgeSetup.Usual with
            {
                Numbers = [BridgeSetup.Document(change: d => d["idleTimeout"] = "00:00:08")],
                Callbacks = new() { Mode = Sandbox.Twilio.CallbackMode.Off },
            }
        );
        var right = await bridge.Serve();
        var wrong = await bridge.Serve(
            ready: true,
            ("LD_PRELOAD", library!),
            ("FAKETIME", $"{seconds}s"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        );
        var around = bridge.Around;
        around.Chat.Latency = Latency.Constant(TimeSpan.FromMilliseconds(200));
        var customers = Enumerable.Range(0, 20).Select(_ => around.Customer()).ToList();
        var (slow, lost) = (customers[0], customers[1]);
        around.Chat.Faults.Next(1, Fault.Slow(TimeSpan.FromSeconds(5)), "respond", slow.Address);
        around.Twilio.Faults.Next(1, Fault.AcceptThenDrop, "create", lost.Address);

        foreach (var text in new[] { "one", "two" })
        {
            foreach (var (customer, i) in customers.Select((c, i) => (c, i)))
            {
                bridge.Connect(i % 2 == 0 ? wrong : right);
                await customer.Texts(text);
                if (customer == lost)
                {
                    bridge.Connect(wrong);
                }
            }
        }

        foreach (var customer in customers)
        {
            await around.Twilio.Sent.WaitForCount(customer.Address, 2, Eventually.Patience);
            customer.Received.ShouldBe(["You said: one", "You said: two"]);
            customer.Asked.ShouldBe(["one", "two"]);
            customer.Conversations.Count.ShouldBe(1);
        }

        // The messages are in the database's order and time, and conversations end after the customer's silence, not before.
        (await around.Database.Count("messages where at > now() + interval '5 s' or at < now() - interval '2 min'")).ShouldBe(0);
        await Eventually.Holds(() => around.Chat.Closes.Count == customers.Count, "all conversations are closed");
        var early = await around.Database.Count(
            "conversations c join threads t on t.id = c.thread_id where c.closed_at < t.last_text_at + interval '8 s'"
        );
        early.ShouldBe(0);
        customers.ShouldAllBe(c => around.Chat.Closes.Of(c.Address).Count == 1);
    }
}
