using System.Diagnostics;
using System.Globalization;

namespace SmsBridge.Bench;

/// <summary>One bridge process, as operators run it: <c>smsbridge serve</c>.</summary>
internal sealed class BridgeInstance : IAsyncDisposable
{
    private const double TicksPerSecond = 100;
    private readonly Process process;

    private BridgeInstance(Process process, string publicUrl, string opsUrl, string log) =>
        (this.process, PublicUrl, OpsUrl, LogFile) = (process, publicUrl, opsUrl, log);

    public string PublicUrl { get; }

    public string OpsUrl { get; }

    public string LogFile { get; }

    public bool HasExited => process.HasExited;

    public double CpuSeconds => CpuOf(process.Id);

    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public static async Task<BridgeInstance> Start(IReadOnlyDictionary<string, string> settings, string logFile, TimeSpan? lease = null)
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "smsbridge.dll");
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
            // The log goes to a file without passing through this process, which is part of what is measured.
            ArgumentList = { "-c", "log=$0; exec dotnet \"$@\" serve --migrate >>\"$log\" 2>&1", logFile },
        };
        foreach (var argument in (string[])[.. LeaseRuntime.Arguments(dll, lease), dll])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var instance = new BridgeInstance(Process.Start(start)!, settings["Public__Listen"], settings["Ops__Listen"], logFile);
        await instance.Ready();
        return instance;
    }

    /// <summary>SIGKILL: nothing in the process gets a chance.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and how long it took to end.</summary>
    public async Task<TimeSpan> Stop()
    {
        var began = Stopwatch.GetTimestamp();
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(began);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Stop();
        }

        process.Dispose();
    }

    /// <summary>User and system time of a process so far; fields 14 and 15 of /proc/PID/stat, in hundredths of a second.</summary>
    public static double CpuOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture))
                / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private async Task Ready()
    {
        using var http = new HttpClient { BaseAddress = new Uri(OpsUrl) };
        for (var i = 0; i < 600; i++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            if (process.HasExited)
            {
                break;
            }

            await Task.Delay(100, CancellationToken.None);
        }

        throw new InvalidOperationException($"The bridge did not start:\n{await File.ReadAllTextAsync(LogFile)}");
    }
}
