using System.Collections.Concurrent;
using DotNet.Testcontainers.Builders;
using Npgsql;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.FunctionalTests.Storage;
using SmsBridge.Sandbox.Postgres;
using SmsBridge.Storage;
using Testcontainers.PostgreSql;

[assembly: AssemblyFixture(typeof(TestPostgres))]

namespace SmsBridge.FunctionalTests.Postgres;

/// <summary>
/// One Postgres server for the whole run, started when the first test asks: the one named by <c>SMSBRIDGE_TEST_POSTGRES</c> (a connection
/// string of a role that may create databases), else a container where a Docker engine answers, else installed binaries. Without any, the
/// tests that ask are skipped and say why.
/// </summary>
public sealed class TestPostgres : IAsyncLifetime
{
    private const string Variable = "SMSBRIDGE_TEST_POSTGRES";
    private readonly Lazy<Task<string>> _server;
    private readonly Lazy<Task<string>> _template;
    private readonly ConcurrentBag<string> _databases = [];
    private IAsyncDisposable? _ours;

    public TestPostgres() => (_server, _template) = (new(StartServer), new(CreateTemplate));

    /// <summary>
    /// A database of the caller's own that has all migrations, and no rows but theirs; returns its connection string. Copied from one that is
    /// migrated once in a run, which takes a tenth of the time of migrating.
    /// </summary>
    public Task<string> CreateDatabase() => OrSkip(async () => await Create(await _template.Value));

    /// <summary>A database of the caller's own without any table, as at a first start; returns its connection string.</summary>
    public Task<string> CreateEmptyDatabase() => OrSkip(() => Create("template1"));

    /// <summary>Nobody may be connected to the template while it is copied, so migrating leaves no connection behind.</summary>
    private async Task<string> CreateTemplate()
    {
        var database = new NpgsqlConnectionStringBuilder(await Create("template1")) { Pooling = false };
        await using var context = Model.Context(database.ConnectionString);
        await SqlMigrations.Apply(context, CancellationToken.None);
        return database.Database!;
    }

    private async Task<string> Create(string template)
    {
        var name = $"test_{Guid.CreateVersion7():n}";
        await Do(await _server.Value, $"create database {name} template {template}");
        _databases.Add(name);
        return new NpgsqlConnectionStringBuilder(await _server.Value) { Database = name, IncludeErrorDetail = true }.ConnectionString;
    }

    private static async Task<string> OrSkip(Func<Task<string>> create)
    {
        try
        {
            return await create();
        }
        catch (LocalPostgresException e) when (!PostgresSearch.OfThisMachine().Folders().Any())
        {
            Assert.Skip($"{e.Message}\nOr set {Variable} to the connection string of a server where databases may be created.");
            throw;
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_ours is not null)
        {
            await _ours.DisposeAsync();
            return;
        }

        foreach (var name in _databases)
        {
            await Do(await _server.Value, $"drop database if exists {name} with (force)");
        }
    }

    private async Task<string> StartServer()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return given;
        }

        return await StartContainer() ?? await StartLocal();
    }

    private async Task<string?> StartContainer()
    {
        try
        {
            var container = new PostgreSqlBuilder("postgres:17").Build();
            await container.StartAsync();
            _ours = container;
            return container.GetConnectionString();
        }
        catch (DockerUnavailableException)
        {
            return null;
        }
    }

    private async Task<string> StartLocal()
    {
        var local = await LocalPostgres.Start(new());
        _ours = local;
        return local.ConnectionString;
    }

    private static async Task Do(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
