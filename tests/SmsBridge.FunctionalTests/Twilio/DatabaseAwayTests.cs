using System.Collections.Concurrent;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Postgres;

namespace SmsBridge.FunctionalTests.Twilio;

public sealed class DatabaseAwayTests
{
    [Fact]
    public async Task A_text_acknowledged_around_a_crash_of_the_database_is_answered_once()
    {
        LocalPostgresTests.RequirePostgres();
        await using var postgres = await LocalPostgres.Start(new() { Durable = true });
        await using var bridge = await BridgeUnderTest.StartOn(await postgres.CreateDatabase("bridge"));
        var acknowledged = new ConcurrentBag<Customer>();
        using var stop = new CancellationTokenSource();

        var texting = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Text(bridge, acknowledged, stop.Token))));
        await Eventually.Holds(() => acknowledged.Count >= 20, "20 texts before the crash");
        await postgres.Kill();
        (await bridge.Ops.Get("/health/ready")).Status.ShouldBe(503);
        (await bridge.Ops.Get("/health/live")).Status.ShouldBe(200);
        await postgres.StartAgain();
        var before = acknowledged.Count;
        await Eventually.Holds(() => acknowledged.Count >= before + 20, "20 more texts after the restart");
        await stop.CancelAsync();
        await texting;

        foreach (var customer in acknowledged)
        {
            await customer.Receives(TimeSpan.FromSeconds(60));
            await customer.Settles(TimeSpan.FromSeconds(60));
            customer.Received.Count.ShouldBe(1);
        }
    }

    private static async Task Text(BridgeUnderTest bridge, ConcurrentBag<Customer> acknowledged, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && acknowledged.Count < 400)
        {
            // At a pace: with a spool, acknowledging goes on while the database is away.
            await Task.Delay(100, CancellationToken.None);
            var customer = bridge.Customer();
            var delivery = await customer.Sends("hi");
            if (delivery.Status is >= 200 and < 300)
            {
                acknowledged.Add(customer);
            }
        }
    }
}
