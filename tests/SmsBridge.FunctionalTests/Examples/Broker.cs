using System.Diagnostics;
using System.Net.Sockets;

namespace SmsBridge.FunctionalTests.Examples;

/// <summary>A RabbitMQ of its own on loopback, in a temporary folder; without an installed one the tests are skipped.</summary>
internal sealed class Broker : IAsyncDisposable
{
    // Not the wrapper on the path, which changes to the system's own user and folders.
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("smsbridge-rabbitmq-");
    private readonly Dictionary<string, string> environment;
    private readonly Process process;

    private Broker()
    {
        var (port, distribution, mapper) = (Port(), Port(), Port());
        Uri = $"amqp://guest:guest@127.0.0.1:{port}";
        environment = new(StringComparer.Ordinal)
        {
            ["HOME"] = folder.FullName,
            ["RABBITMQ_NODENAME"] = "test@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{port}",
            ["RABBITMQ_DIST_PORT"] = $"{distribution}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{mapper}",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder.FullName, "none"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder.FullName, "none"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder.FullName, "plugins"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder.FullName, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder.FullName, "log"),
        };
        process = Run(Program);
    }

    public string Uri { get; }

    public static async Task<Broker> Start()
    {
        Assert.SkipWhen(!File.Exists(Program), "no RabbitMQ is installed; on Debian: apt-get install -y rabbitmq-server");
        var broker = new Broker();
        try
        {
            await Eventually.Holds(broker.Listens, "RabbitMQ listens", TimeSpan.FromMinutes(2));
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        // The port mapper is a daemon of its own, which goes only when it is told to, once the broker is gone.
        using var mapper = Run("epmd", "-kill");
        await mapper.WaitForExitAsync();
        folder.Delete(recursive: true);
    }

    private async Task<bool> Listens()
    {
        process.HasExited.ShouldBeFalse("RabbitMQ could not start");
        try
        {
            // It says something only to the protocol's header, and only once it is up.
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", new Uri(Uri).Port);
            await client.GetStream().WriteAsync("AMQP\0\0\t\u0001"u8.ToArray());
            return await client.GetStream().ReadAsync(new byte[1]) == 1;
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }

    private Process Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var started = Process.Start(start)!;
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    private static int Port() => new Uri(Ports.FreeAddress()).Port;
}
