using System.Diagnostics;
using SmsBridge.Sandbox.Postgres;

namespace SmsBridge.Sandbox.Up;

/// <summary>The bridge as a child that stops (SIGTERM, then SIGKILL) when this process disposes of it or dies.</summary>
internal sealed class BridgeProcess : IAsyncDisposable
{
    // The open input is our life sign, as in Postgres/SupervisorScript.cs. A background command reads /dev/null, hence descriptor 3.
    private const string Script = """
        trap '' INT HUP QUIT
        exec 3<&0
        "$@" 3<&- &
        bridge=$!
        {
            read -r _ <&3
            kill -TERM "$bridge"
            tenths=0
            while [ "$tenths" -lt 150 ] && kill -0 "$bridge"; do
                tenths=$((tenths + 1))
                sleep 0.1
            done
            kill -KILL "$bridge"
        } >/dev/null 2>&1 &
        watcher=$!
        wait "$bridge"
        code=$?
        kill -KILL "$watcher" 2>/dev/null
        exit "$code"
        """;

    private readonly Process _shell;
    private readonly BridgeLog _log;

    private BridgeProcess(Process shell, BridgeLog log) => (_shell, _log) = (shell, log);

    public static BridgeProcess Start(string bridge, IReadOnlyDictionary<string, string> settings, BridgeLog log)
    {
        string[] session = ServerAccount.OnPath("setsid") is { } setsid ? [setsid] : [];
        string[] words = [.. session, "/bin/sh", "-c", Script, "bridge", "dotnet", bridge, "serve", "--migrate"];
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Where appsettings.json is.
            WorkingDirectory = Path.GetDirectoryName(bridge),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var shell = new Process { StartInfo = start };
        shell.OutputDataReceived += (_, e) => Keep(e.Data, log);
        shell.ErrorDataReceived += (_, e) => Keep(e.Data, log);
        shell.Start();
        shell.BeginOutputReadLine();
        shell.BeginErrorReadLine();
        return new(shell, log);
    }

    /// <summary>Returns once <c>/health/ready</c> answers 200.</summary>
    public async Task Ready(HttpClient api, TimeSpan limit, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(limit, TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        try
        {
            while (!await IsReady(api, end.Token))
            {
                if (_shell.HasExited)
                {
                    throw await Ended(cancellation);
                }

                await timer.WaitForNextTickAsync(end.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new UpException(
                $"The bridge was not ready after {limit.TotalSeconds} s. Its last lines ({_log.File}):\n{_log.LastLines}",
                e
            );
        }
    }

    /// <summary>Waits for the bridge to end by itself and returns why, as an exception to throw.</summary>
    public async Task<UpException> Ended(CancellationToken cancellation)
    {
        await _shell.WaitForExitAsync(cancellation);
        return new($"The bridge ended with code {_shell.ExitCode}. Its last lines ({_log.File}):\n{_log.LastLines}");
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private static void Keep(string? line, BridgeLog log)
    {
        if (line is not null)
        {
            log.Write(line);
        }
    }

    private static async Task<bool> IsReady(HttpClient api, CancellationToken cancellation)
    {
        try
        {
            using var answer = await api.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
