using System.Diagnostics;

namespace SmsBridge.Sandbox.Postgres;

/// <summary>A program that has run to its end: exit code and everything it wrote.</summary>
internal sealed record Command(int ExitCode, string Output)
{
    public static async Task<Command> Run(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The caller's folder may be closed to the account that the program runs as.
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new(process.ExitCode, await output + await errors);
    }

    /// <summary>Throws with all output when the program failed.</summary>
    public static async Task Demand(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var done = await Run(words, cancellation);
        if (done.ExitCode != 0)
        {
            throw new LocalPostgresException($"{string.Join(' ', words)} failed ({done.ExitCode}): {done.Output.Trim()}");
        }
    }
}
