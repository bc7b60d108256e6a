namespace SmsBridge.FunctionalTests.Postgres;

public sealed class TestPostgresTests(TestPostgres postgres)
{
    [Fact]
    public async Task Each_call_gives_an_empty_database_of_its_own()
    {
        var (one, other) = (await postgres.CreateDatabase(), await postgres.CreateDatabase());
        await LocalPostgresTests.Do(one, "create table only_here (id int)");

        (await LocalPostgresTests.Ask<bool>(one, "select to_regclass('only_here') is null")).ShouldBeFalse();
        (await LocalPostgresTests.Ask<bool>(other, "select to_regclass('only_here') is null")).ShouldBeTrue();
    }
}
