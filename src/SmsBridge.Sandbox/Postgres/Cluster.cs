using System.Text;

namespace SmsBridge.Sandbox.Postgres;

/// <summary>The files of one Postgres cluster: made once, settings written anew at each start.</summary>
internal sealed record Cluster(string Folder)
{
    // sockaddr_un holds 107 bytes and a terminator on Linux, 103 on macOS.
    private static readonly int LongestSocketPath = OperatingSystem.IsMacOS() ? 103 : 107;

    public string Log => Path.Combine(Folder, "server.log");

    /// <summary>The major version that made the cluster ("15"), null before it exists.</summary>
    public string? Version =>
        File.Exists(Path.Combine(Folder, "PG_VERSION")) ? File.ReadAllText(Path.Combine(Folder, "PG_VERSION")).Trim() : null;

    public bool HasRoomForSocket(int port) => Encoding.UTF8.GetByteCount($"{Folder}/.s.PGSQL.{port}") <= LongestSocketPath;

    /// <summary>Makes the cluster when missing; a run that was cut short leaves only a folder that the next one clears away.</summary>
    public async Task Make(PostgresBinaries binaries, ServerAccount account, bool durable, CancellationToken cancellation)
    {
        if (Version is not null)
        {
            return;
        }

        var unfinished = Folder + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        Directory.CreateDirectory(unfinished);
        await account.Own(unfinished, cancellation);
        string[] initdb = [binaries.Program("initdb"), "-D", unfinished, "-U", "postgres", "-E", "UTF8", "--locale=C", "--auth=trust"];
        await Command.Demand(account.Words([.. initdb, .. durable ? Array.Empty<string>() : ["--no-sync"]]), cancellation);
        Directory.Move(unfinished, Folder);
    }

    public void Configure(LocalPostgresOptions options, int port)
    {
        var onDisk = options.Durable ? "on" : "off";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = options.Port is null ? "" : "127.0.0.1",
            ["port"] = port.ToString(),
            ["unix_socket_directories"] = HasRoomForSocket(port) ? Folder : "",
            ["max_connections"] = "600",
            ["shared_buffers"] = "128MB",
            ["fsync"] = onDisk,
            ["synchronous_commit"] = onDisk,
            ["full_page_writes"] = onDisk,
            ["timezone"] = "UTC",
            ["log_line_prefix"] = "%m [%p] ",
        };
        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        var lines = settings.Select(s => $"{s.Key} = '{s.Value.Replace("'", "''", StringComparison.Ordinal)}'");
        File.WriteAllLines(Path.Combine(Folder, "postgresql.conf"), lines);
    }
}
