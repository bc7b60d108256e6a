using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>What a test learns from, and does to, a bridge that runs as a process.</summary>
internal static class ChildSigns
{
    /// <returns>The HTTP status; 0 when nobody answers.</returns>
    public static async Task<int> Asked(this ChildBridge child, string path)
    {
        try
        {
            return (await child.Ops.Get(path)).Status;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    /// <summary>How often the log has an event.</summary>
    public static int Logged(this ChildBridge child, int eventId) =>
        Regex.Count(child.Output, $@"\[{eventId}\]\s*$", RegexOptions.Multiline);

    /// <summary>SIGSTOP and SIGCONT.</summary>
    public static async Task Signal(this ChildBridge child, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{ProcessId(child)}"]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    /// <summary>Only our own child has its address in its environment.</summary>
    private static int ProcessId(ChildBridge child)
    {
        var ours = $"Public__Listen={child.PublicAddress}\0";
        return Process.GetProcessesByName("dotnet").Select(p => p.Id).First(id => Environment(id).Contains(ours, StringComparison.Ordinal));
    }

    private static string Environment(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ") + '\0';
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
