using Npgsql;
using SmsBridge.Sandbox.Postgres;

namespace SmsBridge.FunctionalTests.Postgres;

public sealed class LocalPostgresTests
{
    [Fact]
    public async Task It_starts_and_answers_in_utf8()
    {
        RequirePostgres();
        await using var postgres = await LocalPostgres.Start(new(), TestContext.Current.CancellationToken);

        (await Ask<int>(postgres.ConnectionString, "select 1")).ShouldBe(1);
        (await Ask<string>(postgres.ConnectionString, "show server_encoding")).ShouldBe("UTF8");
    }

    [Fact]
    public async Task It_answers_on_a_unix_socket_alone()
    {
        RequirePostgres();
        await using var postgres = await LocalPostgres.Start(new() { Port = null }, TestContext.Current.CancellationToken);

        (await Ask<string>(postgres.ConnectionString, "show listen_addresses")).ShouldBe("");
    }

    [Fact]
    public async Task A_created_database_is_there_and_creating_it_again_keeps_it()
    {
        RequirePostgres();
        await using var postgres = await LocalPostgres.Start(new(), TestContext.Current.CancellationToken);

        var database = await postgres.CreateDatabase("bridge \"one\"");
        await Do(database, "create table kept (id int)");

        (await postgres.CreateDatabase("bridge \"one\"")).ShouldBe(database);
        (await Ask<string>(database, "select to_regclass('kept')::text")).ShouldBe("kept");
    }

    [Fact]
    public async Task Committed_data_survives_a_crash_of_the_server()
    {
        RequirePostgres();
        await using var postgres = await LocalPostgres.Start(new() { Durable = true }, TestContext.Current.CancellationToken);
        await Do(postgres.ConnectionString, "create table kept as select 42 as answer");

        await postgres.Kill();
        await Should.ThrowAsync<NpgsqlException>(() => Ask<int>(postgres.ConnectionString, "select 1"));
        await postgres.StartAgain();

        (await Ask<int>(postgres.ConnectionString, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_temporary_folder_is_gone_at_the_end()
    {
        RequirePostgres();
        var postgres = await LocalPostgres.Start(new(), TestContext.Current.CancellationToken);
        Directory.Exists(postgres.DataDirectory).ShouldBeTrue();

        await postgres.DisposeAsync();

        Directory.Exists(postgres.DataDirectory).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_with_its_path_and_the_pid_of_its_owner()
    {
        RequirePostgres();
        await using var first = await LocalPostgres.Start(new(), TestContext.Current.CancellationToken);

        var refusal = await Should.ThrowAsync<LocalPostgresException>(() =>
            LocalPostgres.Start(new() { DataDirectory = first.DataDirectory })
        );

        refusal.Message.ShouldContain(first.DataDirectory);
        refusal.Message.ShouldContain($"process {Environment.ProcessId}");
    }

    internal static void RequirePostgres() =>
        Assert.SkipUnless(PostgresSearch.OfThisMachine().Folders().Any(), "no Postgres binaries are installed");

    internal static async Task<T> Ask<T>(string connectionString, string sql)
    {
        await using var source = Open(connectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal static async Task Do(string connectionString, string sql)
    {
        await using var source = Open(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    // Without a pool: a pooled connection would belong to a server that a test has since crashed.
    private static NpgsqlDataSource Open(string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
}
