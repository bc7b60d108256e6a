using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Deploy;

/// <summary>An instance and a database of a later version, as during an update and after going back.</summary>
public sealed class UpgradeTests(TestPostgres postgres)
{
    [Fact]
    public async Task An_instance_works_on_the_schema_of_a_later_version_and_doctor_names_it()
    {
        await using var bridge = await BridgeUnderTest.Surroundings(await postgres.CreateDatabase());
        var first = await bridge.AddInstance();
        await bridge.ConfigureNumbers(first.Ops, first.Webhook);

        // What a later version's migration does: it adds.
        await bridge.Database.Do(
            "alter table messages add column of_a_later_version text null, add column another integer not null default 0"
        );
        await bridge.Database.Do("insert into \"__EFMigrationsHistory\" values ('9999_later', '10.0.0')");
        var second = await bridge.AddInstance();

        (await second.Ops.Get("/health/ready")).Status.ShouldBe(200);
        var customer = bridge.Customer();
        bridge.Twilio.ConnectNumber(BridgeSetup.Number, bridge.Twilio.Options.Accounts[0].Sid, second.Webhook);
        await Eventually.Holds(async () => (await second.Ops.Get("/health/accepting")).Status == 200, "it takes webhooks");
        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("You said: hi");
        var found = (await bridge.CommandLine().Run("doctor")).Output;
        found.Split('\n').ShouldContain(l => l.StartsWith("warn  database", StringComparison.Ordinal) && l.Contains("9999_later"), found);
    }

    [Fact]
    public async Task Instances_that_are_started_with_migrate_at_once_migrate_once()
    {
        await using var bridge = await BridgeOnLines.Without(postgres, empty: true);

        await Task.WhenAll(bridge.Serve(ready: false), bridge.Serve(ready: false));

        await Eventually.Holds(
            async () =>
                await bridge.Around.Database.Count("pg_tables where tablename = '__EFMigrationsHistory'") == 1
                && await bridge.Around.Database.Count("\"__EFMigrationsHistory\"")
                    == Directory.GetFiles(Path.Combine(Repository.Root, "migrations"), "*.sql").Length,
            "every migration is applied, each once",
            TimeSpan.FromSeconds(60)
        );
    }
}
