namespace SmsBridge.FunctionalTests.Postgres;

public sealed class TestPostgresTests(TestPostgres postgres)
{
    [Fact]
    public async Task Each_call_gives_a_database_of_its_own()
    {
        var (one, other) = (await postgres.CreateDatabase(), await postgres.CreateDatabase());
        await LocalPostgresTests.Do(one, "create table only_here (id int)");

        (await LocalPostgresTests.Ask<bool>(one, "select to_regclass('only_here') is null")).ShouldBeFalse();
        (await LocalPostgresTests.Ask<bool>(other, "select to_regclass('only_here') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_database_has_every_migration_and_nothing_else_unless_an_empty_one_is_asked_for()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "migrations"), "*.sql").Select(Path.GetFileNameWithoutExtension);
        await using var migrated = new Database(await postgres.CreateDatabase());
        await using var empty = new Database(await postgres.CreateEmptyDatabase());

        (await migrated.All<string>("select \"MigrationId\" from \"__EFMigrationsHistory\"")).ShouldBe(files!, ignoreOrder: true);
        (await migrated.Count("numbers")).ShouldBe(0);
        (await empty.Count("pg_tables where schemaname = 'public'")).ShouldBe(0);
    }

    [Fact]
    public async Task Many_databases_can_be_asked_for_at_once()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(postgres.CreateDatabase)));

        all.ShouldBeUnique();
    }
}
