using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.Sandbox.Postgres;

[assembly: AssemblyFixture(typeof(TestRabbitMq))]

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>
/// One RabbitMQ broker for the whole run from the installed package, in a temporary folder and on ports of its own, started when the first
/// test asks. Where it is not installed, the tests that ask are skipped and say why. Tests that use it run one after the other.
/// </summary>
public sealed class TestRabbitMq : IAsyncLifetime
{
    /// <summary>The collection of the tests that use the broker, which some of them kill.</summary>
    public const string Collection = "rabbitmq";

    // Debian and Ubuntu (the command on PATH is a wrapper for root), Fedora and RHEL, Homebrew.
    private static readonly string[] Places = ["/usr/lib/rabbitmq/bin", "/opt/homebrew/sbin", "/usr/local/sbin"];

    // The end of its input kills the broker and its port mapper, also when these tests are killed.
    private const string Script = """
        folder=$1 bin=$2
        epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" >"$folder/epmd.out" 2>&1 &
        epmd=$!
        "$bin/rabbitmq-server" >"$folder/server.out" 2>&1 &
        broker=$!
        read -r _
        kill -9 "$broker" "$epmd" 2>/dev/null
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("smsbridge-rabbitmq-");
    private readonly Dictionary<string, string> environment = [];
    private readonly int port = new Uri(Ports.FreeAddress()).Port;
    private readonly string? bin = Places.FirstOrDefault(p => File.Exists(Path.Combine(p, "rabbitmq-server")));
    private Process? shell;

    /// <summary>The broker's address for its administrator.</summary>
    public string Uri => UriOf("guest", "guest", port);

    public int Port => port;

    public static string UriOf(string user, string password, int port) => $"amqp://{user}:{password}@127.0.0.1:{port}/";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Returns when connections are taken; skips the test where RabbitMQ is not installed.</summary>
    public async Task Start()
    {
        Assert.SkipWhen(bin is null, "RabbitMQ is not installed. On Debian: apt-get install -y rabbitmq-server");
        if (shell is null)
        {
            Configure();
            var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "rabbitmq", folder.FullName, bin])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                WorkingDirectory = folder.FullName,
            };
            SetEnvironment(start);
            shell = Process.Start(start)!;
        }

        await Eventually.Holds(Answers, $"RabbitMQ takes connections: {folder.FullName}/server.out", TimeSpan.FromSeconds(90));
    }

    /// <summary>Kills the broker (SIGKILL); what it had confirmed is on disk.</summary>
    public async Task Kill()
    {
        if (shell is { } running)
        {
            shell = null;
            running.StandardInput.Close();
            await running.WaitForExitAsync();
            running.Dispose();
            await Eventually.Holds(async () => !await Answers(), "RabbitMQ is gone");
        }
    }

    /// <summary>Runs <c>rabbitmqctl</c>.</summary>
    public async Task Control(params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(bin!, "rabbitmqctl"), words)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SetEnvironment(start);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output);
    }

    /// <summary>Does something on a connection and a channel of its own.</summary>
    public async Task<T> With<T>(Func<IChannel, Task<T>> work)
    {
        await using var connection = await new ConnectionFactory { Uri = new(Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await work(channel);
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        folder.Delete(recursive: true);
    }

    private void Configure()
    {
        var (distribution, mapper) = (new Uri(Ports.FreeAddress()).Port, new Uri(Ports.FreeAddress()).Port);
        string InFolder(string name) => Path.Combine(folder.FullName, name);
        File.WriteAllText(
            InFolder("rabbitmq.conf"),
            $"listeners.tcp.1 = 127.0.0.1:{port}\nvm_memory_high_watermark.absolute = 400MB\ndisk_free_limit.absolute = 1MB\n"
        );
        File.WriteAllText(InFolder("plugins"), "[].");
        File.WriteAllText(InFolder("env.conf"), "");
        foreach (
            var (name, value) in new[]
            {
                ("HOME", folder.FullName),
                ("RABBITMQ_NODENAME", $"smsbridge{port}@localhost"),
                ("RABBITMQ_DIST_PORT", $"{distribution}"),
                ("RABBITMQ_MNESIA_BASE", InFolder("mnesia")),
                ("RABBITMQ_LOG_BASE", InFolder("log")),
                ("RABBITMQ_CONFIG_FILE", InFolder("rabbitmq.conf")),
                ("RABBITMQ_CONF_ENV_FILE", InFolder("env.conf")),
                ("RABBITMQ_ENABLED_PLUGINS_FILE", InFolder("plugins")),
                ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}"),
                // Makes the start script become the broker instead of waiting for it.
                ("RUNNING_UNDER_SYSTEMD", "true"),
                ("ERL_EPMD_PORT", $"{mapper}"),
                ("ERL_EPMD_ADDRESS", "127.0.0.1"),
            }
        )
        {
            environment[name] = value;
        }
    }

    private void SetEnvironment(ProcessStartInfo start)
    {
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
    }

    private async Task<bool> Answers()
    {
        try
        {
            return await With(channel => Task.FromResult(channel.IsOpen));
        }
        catch (Exception error) when (error is RabbitMQClientException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
