using System.Collections.Concurrent;
using System.Diagnostics;
using SmsBridge.Bench;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>The bridge as a process of its own, as operators run it; it can be killed.</summary>
internal sealed class ChildBridge : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = [];

    private ChildBridge(Process process, string publicAddress, string opsAddress)
    {
        this.process = process;
        (PublicAddress, OpsAddress) = (publicAddress, opsAddress);
        Ops = new Operator(opsAddress, BridgeSettings.Key);
    }

    public string PublicAddress { get; }

    public string OpsAddress { get; }

    public string Webhook => $"{PublicAddress}/twilio/inbound";

    public Operator Ops { get; }

    /// <summary>Both outputs.</summary>
    public string Output => string.Join('\n', lines);

    public int ExitCode => process.ExitCode;

    /// <summary>The most that the process has ever had in memory, in bytes; zero where the system does not tell.</summary>
    public long PeakMemory
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts the service and waits until it is ready.</summary>
    public static async Task<ChildBridge> Serve(BridgeUnderTest surroundings, string? program = null, string? workingDirectory = null)
    {
        var (publicAddress, opsAddress) = (Ports.FreeAddress(), Ports.FreeAddress());
        var settings = surroundings.Settings(publicAddress, opsAddress);
        settings["Logging:LogLevel:Default"] = "Debug";
        var child = Run(["serve", "--migrate"], settings, program, workingDirectory, publicAddress, opsAddress, surroundings.Lease);
        await Eventually.Holds(child.IsReady, "the bridge is ready", TimeSpan.FromSeconds(60));
        return child;
    }

    /// <summary>Runs any command with these settings as environment variables and no others of ours.</summary>
    /// <param name="lease">Null: as long as usual.</param>
    public static ChildBridge Run(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?> settings,
        string? program = null,
        string? workingDirectory = null,
        string publicAddress = "http://127.0.0.1:1",
        string opsAddress = "http://127.0.0.1:1",
        TimeSpan? lease = null
    )
    {
        program ??= Path.Combine(AppContext.BaseDirectory, "smsbridge.dll");
        var start = new ProcessStartInfo("dotnet", [.. LeaseRuntime.Arguments(program, lease), program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in settings.Where(s => s.Value is not null))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var child = new ChildBridge(new Process { StartInfo = start }, publicAddress, opsAddress);
        child.process.OutputDataReceived += (_, e) => child.lines.Enqueue(e.Data ?? "");
        child.process.ErrorDataReceived += (_, e) => child.lines.Enqueue(e.Data ?? "");
        child.process.Start();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as orchestrators stop a service.</summary>
    public async Task Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> Ends(TimeSpan? within = null)
    {
        await process.WaitForExitAsync().WaitAsync(within ?? TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Kill();
        }

        Ops.Dispose();
        process.Dispose();
    }

    private async Task<bool> IsReady()
    {
        process.HasExited.ShouldBeFalse(Output);
        try
        {
            return (await Ops.Get("/health/ready")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
