using System.Collections.Concurrent;
using System.Diagnostics;

namespace SmsBridge.FunctionalTests.Examples;

/// <summary>One of the examples as a process of its own; without Node.js (or the library that it needs) the tests are skipped.</summary>
internal sealed class NodeExample : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = [];

    private NodeExample(Process process) => this.process = process;

    public static string Folder => Path.Combine(Repository.Root, "examples");

    /// <summary>What it printed so far, on both outputs.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    public static Task<NodeExample> Start(string script, string ready, params (string Name, string Value)[] environment) =>
        Start([Path.Combine(Folder, script)], ready, environment);

    /// <param name="arguments">Of Node.js.</param>
    /// <param name="ready">Is waited for; null: nothing is.</param>
    public static async Task<NodeExample> Start(string[] arguments, string? ready, params (string Name, string Value)[] environment)
    {
        var node = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "node"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(node is null, "no Node.js is installed; on Debian: apt-get install -y nodejs npm");
        var start = new ProcessStartInfo(node, arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var example = new NodeExample(new Process { StartInfo = start });
        example.process.OutputDataReceived += (_, e) => example.Keep(e.Data);
        example.process.ErrorDataReceived += (_, e) => example.Keep(e.Data);
        example.process.Start();
        example.process.BeginOutputReadLine();
        example.process.BeginErrorReadLine();
        if (ready is not null)
        {
            await example.Says(ready);
        }

        return example;
    }

    public static void NeedsAmqp() =>
        Assert.SkipWhen(
            !Directory.Exists(Path.Combine(Folder, "node_modules", "amqplib")),
            "amqplib is not installed: run npm ci in examples/"
        );

    public Task Says(string text) =>
        Eventually.Holds(
            () =>
            {
                var said = lines.Any(l => l.Contains(text, StringComparison.Ordinal));
                (said || !process.HasExited).ShouldBeTrue($"it ended before it said '{text}': {string.Join('\n', lines)}");
                return said;
            },
            $"the example says '{text}'"
        );

    /// <summary>SIGTERM, as orchestrators stop a service.</summary>
    public async Task Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> Ends()
    {
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
