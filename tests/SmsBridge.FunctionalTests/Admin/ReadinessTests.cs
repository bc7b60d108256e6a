using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Admin;

public sealed class ReadinessTests(TestPostgres postgres)
{
    [Fact]
    public async Task An_instance_is_alive_but_not_ready_before_the_migrations_and_ready_after_them()
    {
        await using var surroundings = await BridgeUnderTest.Surroundings(await postgres.CreateEmptyDatabase());
        var instance = await surroundings.AddInstance(migrate: false);

        (await instance.Ops.Get("/health/live")).Status.ShouldBe(200);
        var unready = await instance.Ops.Get("/health/ready");
        unready.Status.ShouldBe(503);
        unready.ContentType.ShouldBe("application/problem+json");
        unready.Problem.ShouldContain("0001_initial");
        unready.Problem.ShouldContain("smsbridge migrate");

        await BridgeHost.Migrate(instance.Services, CancellationToken.None);

        await Eventually.Holds(async () => (await instance.Ops.Get("/health/ready")).Status == 200, "ready");
    }

    [Fact]
    public async Task An_instance_that_started_before_the_migrations_works_once_they_are_there()
    {
        await using var surroundings = await BridgeUnderTest.Surroundings(await postgres.CreateEmptyDatabase());
        var instance = await surroundings.AddInstance(migrate: false);
        await BridgeHost.Migrate(instance.Services, CancellationToken.None);
        await surroundings.ConfigureNumbers(instance.Ops, instance.Webhook);
        var customer = surroundings.Customer();

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("You said: hi");
    }
}
