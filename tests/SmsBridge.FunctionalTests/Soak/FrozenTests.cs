using SmsBridge.Bench;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Postgres;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Soak;

/// <summary>An instance freezes while it waits to try a call again; another one takes the work over; then the first one wakes up.</summary>
public sealed class FrozenTests
{
    private const string Customer = "+14155600001";
    private static readonly Fault Wait = Fault.Http(429, retryAfter: TimeSpan.FromSeconds(4));

    [Fact]
    public async Task A_reply_that_another_instance_sent_meanwhile_is_not_sent_again()
    {
        await using var rig = await TwoInstances();
        rig.Twilio.Faults.Next(1, Wait, "create", Customer);

        await FreezeTheFirst(rig, rig.Twilio.Faults.Applied);

        rig.Twilio.Sent.Of(Customer).Select(m => m.Body).ShouldBe(["You said: hello"]);
    }

    [Fact]
    public async Task A_text_that_another_instance_asked_meanwhile_is_not_asked_again()
    {
        await using var rig = await TwoInstances();
        rig.Chat.Faults.Next(1, Wait, "respond", Customer);

        await FreezeTheFirst(rig, rig.Chat.Faults.Applied);

        rig.Chat.Turns.Of(Customer).Select(t => t.Message).ShouldBe(["hello"]);
    }

    private static async Task<Rig> TwoInstances()
    {
        Assert.SkipUnless(PostgresSearch.OfThisMachine().Folders().Any(), "The benchmark's rig needs installed Postgres binaries.");
        var rig = await Rig.Start(new CallbackPlan { Mode = CallbackMode.Off }, Latency.None, firstPort: 19_000);
        rig.Lease = BridgeSetup.ShortLease;
        await rig.AddInstance();
        await rig.AddInstance();
        return rig;
    }

    private static async Task FreezeTheFirst(Rig rig, Journal<FaultedCall> faults)
    {
        var first = rig.Instances[0];
        await rig.Twilio.Text(Customer, Rig.Number, "hello", new InboundOptions { Urls = [$"{first.PublicUrl}/twilio/inbound"] });
        await faults.WaitForCount(1, TimeSpan.FromSeconds(20));
        await SoakProcess.Signal(first, "STOP");
        try
        {
            await rig.Twilio.Sent.WaitForCount(Customer, 1, TimeSpan.FromSeconds(60));
        }
        finally
        {
            await SoakProcess.Signal(first, "CONT");
        }

        // The first one's wait of 4 s is over by now, and it would try at once.
        await Task.Delay(TimeSpan.FromSeconds(5));
    }
}
