using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Inbound;

public sealed class StartWithoutDatabaseTests(TestPostgres postgres)
{
    private const int Waiting = 900;

    [Fact]
    public async Task Started_while_postgres_is_away_it_waits_saying_so_once_and_works_when_postgres_comes()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        bridge.Postgres.Cut();
        var child = await bridge.Serve(ready: false);
        bridge.Connect(child);
        var customer = bridge.Around.Customer();

        await Eventually.Holds(async () => await child.Asked("/health/live") == 200, "the process runs");
        await Eventually.Holds(() => child.Logged(Waiting) > 0, "it says what it waits for");
        (await child.Asked("/health/ready")).ShouldBe(503);
        (await customer.Sends("too early")).Status.ShouldBe(503);
        child.Output.ShouldContain("ConnectionStrings:Bridge");
        child.Logged(Waiting).ShouldBe(1, child.Output);
        bridge.Postgres.Mend();
        await BridgeOnLines.IsReady(child);
        await bridge.Around.ConfigureNumbers(child.Ops, child.Webhook);

        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("You said: hi");
        customer.Asked.ShouldBe(["hi"]);
    }
}
