using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Consent;

public sealed class OptOutInOutageTests(TestPostgres postgres)
{
    [Theory]
    [InlineData(0)]
    [InlineData(2.5)]
    public async Task STOP_in_an_outage_keeps_what_was_written_before_it_from_being_answered(double secondsBetween)
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        var customer = bridge.Around.Customer();
        await customer.Texts("before");
        await customer.Receives();
        bridge.Postgres.Cut();

        await customer.Texts("in the outage");
        await Task.Delay(TimeSpan.FromSeconds(secondsBetween), TestContext.Current.CancellationToken);
        await customer.Texts("STOP");
        bridge.Postgres.Mend();

        await Eventually.Holds(
            async () => await bridge.Around.Database.Count("threads where id = $1 and state = 'opted-out'", customer.ThreadId) == 1,
            "the STOP counts",
            TimeSpan.FromSeconds(60)
        );
        await customer.Settles();
        customer.Asked.ShouldBe(["before"]);
        customer.Received.Count.ShouldBe(1);
    }
}
