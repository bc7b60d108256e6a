using System.Collections.Concurrent;
using DotNet.Testcontainers.Builders;
using Npgsql;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Postgres;
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
    private readonly ConcurrentBag<string> _databases = [];
    private IAsyncDisposable? _ours;

    public TestPostgres() => _server = new(StartServer);

    /// <summary>An empty database of the caller's own; returns its connection string.</summary>
    public async Task<string> CreateDatabase()
    {
        try
        {
            var name = $"test_{Guid.CreateVersion7():n}";
            await Do(await _server.Value, $"create database {name}");
            _databases.Add(name);
            return new NpgsqlConnectionStringBuilder(await _server.Value) { Database = name, IncludeErrorDetail = true }.ConnectionString;
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
