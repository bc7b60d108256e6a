using System.Net.Sockets;
using System.Text;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>Streams that end, and readers that do not read.</summary>
public sealed class EventStreamEndTests(TestPostgres postgres)
{
    private static readonly string Long = $$"""{ "destination": "d", "note": "{{new string('x', 300_000)}}" }""";

    private static BridgeSetup Setup => new() { Script = new AgentScript("Hello.", []).On("human", "Passing you on.", handoff: Long) };

    [Fact]
    public async Task When_the_host_stops_its_streams_end_in_order_and_go_on_at_another_instance()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        var other = await BridgeInstance.Start(bridge.Settings, migrate: false);
        await using var stream = await EventReader.Open(other);
        var customer = bridge.Customer();
        await customer.Texts("human");
        var first = (await stream.Next())!;

        // A stop that has to cut connections is not in order: Next would throw.
        var stop = other.Stop(Eventually.Patience).AsTask();
        (await stream.Next()).ShouldBeNull();
        await stop;

        await customer.Texts("still there?");
        await using var resumed = await EventReader.Open(bridge.Instances[0], lastEventId: first.Position);
        (await resumed.Next())!.Type.ShouldBe("smsbridge.handoff.message.v1");
    }

    [Fact]
    public async Task A_reader_that_does_not_read_holds_up_nobody()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        using var stuck = new TcpClient { ReceiveBufferSize = 4096 };
        var address = new Uri(bridge.Instances[0].OpsAddress);
        await stuck.ConnectAsync(address.Host, address.Port);
        var request =
            $"GET /api/v1/handoffs/events?after=0 HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {BridgeSettings.Key}\r\n\r\n";
        await stuck.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        await using var stream = await EventReader.Open(bridge.Instances[0]);

        var customers = Enumerable.Range(0, 30).Select(_ => bridge.Customer()).ToList();
        await Task.WhenAll(customers.Select(c => c.Texts("human")));

        (await stream.Take(customers.Count)).Select(e => e.ThreadId).ShouldBe(customers.Select(c => c.ThreadId), ignoreOrder: true);
    }
}
