using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace SmsBridge.Sandbox.Postgres;

/// <summary>A private Postgres from installed binaries, for the sandbox and the tests; it stops with the process that started it.</summary>
internal sealed class LocalPostgres : IAsyncDisposable
{
    private readonly LocalPostgresOptions _options;
    private readonly ServerAccount _account;
    private readonly PostgresBinaries _binaries;
    private readonly Cluster _cluster;
    private readonly FolderOwner _owner;
    private readonly int _port;
    private Supervisor? _supervisor;

    private LocalPostgres(
        LocalPostgresOptions options,
        ServerAccount account,
        PostgresBinaries binaries,
        Cluster cluster,
        FolderOwner owner,
        string folder,
        int port
    )
    {
        (_options, _account, _binaries, _cluster, _owner, _port) = (options, account, binaries, cluster, owner, port);
        DataDirectory = folder;
    }

    /// <summary>The folder that holds the cluster, its log and its Unix socket.</summary>
    public string DataDirectory { get; }

    /// <summary>The server's log file.</summary>
    public string LogFile => _cluster.Log;

    /// <summary>A connection string to the maintenance database <c>postgres</c>.</summary>
    public string ConnectionString => ConnectionStringFor("postgres");

    /// <summary>Makes the cluster when missing, stops a server that a dead owner left on it, and returns when connections are taken.</summary>
    public static async Task<LocalPostgres> Start(LocalPostgresOptions options, CancellationToken cancellation = default)
    {
        var account = await ServerAccount.Choose(cancellation);
        var folder = await DataFolder.Prepare(options.DataDirectory, account, cancellation);
        var owner = FolderOwner.Claim(folder);
        try
        {
            var cluster = new Cluster(Path.Combine(folder, "cluster"));
            var binaries = await PostgresBinaries.Find(options.Search, cluster.Version, cancellation);
            await cluster.Make(binaries, account, options.Durable, cancellation);
            var port = options.Port switch
            {
                null => 5432,
                0 => FreePort(),
                { } fixedPort => fixedPort,
            };
            if (options.Port is null && !cluster.HasRoomForSocket(port))
            {
                throw new LocalPostgresException(
                    $"The path {cluster.Folder} is too long for a Unix socket: use a TCP port or a shorter path."
                );
            }

            var postgres = new LocalPostgres(options, account, binaries, cluster, owner, folder, port);
            await postgres.StartAgain(cancellation);
            return postgres;
        }
        catch
        {
            owner.Dispose();
            DataFolder.DeleteIfTemporary(options.DataDirectory, folder);
            throw;
        }
    }

    public string ConnectionStringFor(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = _options.Port is null ? _cluster.Folder : "127.0.0.1",
            Port = _port,
            Username = "postgres",
            Database = database,
            IncludeErrorDetail = true,
        }.ConnectionString;

    /// <summary>Creates a database unless it exists, and returns its connection string.</summary>
    public async Task<string> CreateDatabase(string name, CancellationToken cancellation = default)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false });
        await using var exists = source.CreateCommand("select exists (select from pg_database where datname = $1)");
        exists.Parameters.Add(new() { Value = name });
        if (await exists.ExecuteScalarAsync(cancellation) is not true)
        {
            await using var create = source.CreateCommand($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            await create.ExecuteNonQueryAsync(cancellation);
        }

        return ConnectionStringFor(name);
    }

    /// <summary>Starts the stopped or killed server on the same port and data.</summary>
    public async Task StartAgain(CancellationToken cancellation = default)
    {
        await Stop();
        _cluster.Configure(_options, _port);
        var temporary = _options.DataDirectory is null ? DataDirectory : null;
        _supervisor = await Supervisor.Start(_account, _binaries, _cluster, temporary, cancellation);
    }

    /// <summary>Ends all sessions and stops; committed data is on disk. A second call does nothing.</summary>
    public async Task Stop()
    {
        if (_supervisor is { } supervisor)
        {
            _supervisor = null;
            await supervisor.Stop();
            supervisor.Dispose();
        }
    }

    /// <summary>Crashes the server (SIGKILL): sessions break, the next start recovers from the log.</summary>
    public async Task Kill()
    {
        if (_supervisor is { } supervisor)
        {
            using var server = Process.GetProcessById(supervisor.ServerPid);
            server.Kill();
            await Stop();
        }
    }

    /// <summary>Waits for the server to end without having been asked to.</summary>
    public async Task WaitForCrash(CancellationToken cancellation)
    {
        if (_supervisor is { } supervisor)
        {
            using var server = Process.GetProcessById(supervisor.ServerPid);
            await server.WaitForExitAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _owner.Dispose();
        DataFolder.DeleteIfTemporary(_options.DataDirectory, DataDirectory);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
