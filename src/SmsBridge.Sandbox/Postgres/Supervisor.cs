using System.Diagnostics;

namespace SmsBridge.Sandbox.Postgres;

/// <summary>A running <see cref="SupervisorScript"/>; its open input is what keeps Postgres alive.</summary>
internal sealed class Supervisor : IDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(35);
    private readonly Process _shell;

    private Supervisor(Process shell, int serverPid)
    {
        _shell = shell;
        ServerPid = serverPid;
    }

    public int ServerPid { get; }

    /// <summary>Returns when Postgres takes connections.</summary>
    public static async Task<Supervisor> Start(
        ServerAccount account,
        PostgresBinaries binaries,
        Cluster cluster,
        string? temporaryFolder,
        CancellationToken cancellation
    )
    {
        // A session of its own keeps the shell from signals to the owner's process group.
        string[] session = ServerAccount.OnPath("setsid") is { } setsid ? [setsid] : [];
        string[] script = ["/bin/sh", "-c", SupervisorScript.Text, "postgres-supervisor"];
        string[] arguments = [binaries.Folder, cluster.Folder, cluster.Log, temporaryFolder ?? ""];
        var words = (string[])[.. session, .. account.Words([.. script, .. arguments])];
        var shell = Process.Start(
            new ProcessStartInfo(words[0], words.Skip(1))
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            }
        )!;
        try
        {
            var errors = shell.StandardError.ReadToEndAsync(CancellationToken.None);
            var answer = await shell.StandardOutput.ReadLineAsync(cancellation);
            if (answer?.Split(' ') is ["ready", var pid])
            {
                return new(shell, int.Parse(pid));
            }

            throw new LocalPostgresException($"Postgres did not start in {cluster.Folder}: {(await errors).Trim()}");
        }
        catch
        {
            shell.StandardInput.Close();
            shell.Dispose();
            throw;
        }
    }

    /// <summary>A fast stop; returns when the server is gone.</summary>
    public async Task Stop()
    {
        try
        {
            await _shell.StandardInput.WriteLineAsync("stop");
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // The shell is gone already.
        }

        using var limit = new CancellationTokenSource(LongestStop, TimeProvider.System);
        await _shell.WaitForExitAsync(limit.Token);
    }

    public void Dispose() => _shell.Dispose();
}
