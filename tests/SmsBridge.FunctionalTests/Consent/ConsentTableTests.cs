using System.Diagnostics;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Consent;

/// <summary>The table of all records, however many there are and however slowly they are taken.</summary>
public sealed class ConsentTableTests(TestPostgres postgres)
{
    private const int Records = 60_500;

    [Fact]
    public async Task All_records_come_once_and_in_order_and_who_takes_them_slowly_holds_no_connection_to_the_database()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await bridge.Database.Do(
            """
            insert into consent_events (id, at, scope, number, customer, customer_hash, opted_out, how)
            select uuid_v7(), timestamptz '2026-01-01' + i / 7 * interval '1 second', $1, $1, '+1415' || (1000000 + i), '', true, 'keyword'
              from generate_series(0, $2) i
            """,
            BridgeSetup.Number,
            Records - 1
        );

        var rows = (await bridge.Ops.Get("/api/v1/consents?format=csv")).Body.Split("\r\n")[1..^1];

        rows.Length.ShouldBe(Records);
        rows.Select(r => r.Split(',')[3]).Distinct().Count().ShouldBe(Records);
        rows.Select(r => r.Split(',')[0]).ShouldBeInOrder();

        var (ops, slow) = (bridge.Instances[0].OpsAddress, new List<RawHttp>());
        for (var i = 0; i < 30; i++)
        {
            slow.Add(await RawHttp.Connect(ops));
            await slow[^1]
                .Send($"GET /api/v1/consents?format=csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {BridgeSettings.Key}\r\n\r\n");
        }

        var watch = Stopwatch.StartNew();
        (await bridge.Ops.Get("/api/v1/threads")).Status.ShouldBe(200);
        (await bridge.Ops.Get("/health/ready")).Status.ShouldBe(200);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        slow.ForEach(s => s.Dispose());
    }
}
