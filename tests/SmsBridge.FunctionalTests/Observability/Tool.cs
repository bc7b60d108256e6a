using System.Diagnostics;

namespace SmsBridge.FunctionalTests.Observability;

/// <summary>Prometheus's programs from the installed package; without them the tests that need them are skipped.</summary>
internal static class Tool
{
    public static string Path(string name)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "Prometheus is not installed. On Debian: apt-get install -y prometheus");
        return found!;
    }

    /// <returns>The exit code, and both outputs.</returns>
    public static async Task<(int Code, string Output)> Run(string name, string[] arguments, string? input = null)
    {
        var start = new ProcessStartInfo(Path(name), arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input ?? "");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
