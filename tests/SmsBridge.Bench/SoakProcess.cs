using System.Diagnostics;
using System.Globalization;

namespace SmsBridge.Bench;

/// <summary>Signals to an instance for which <see cref="Process"/> has no method.</summary>
internal static class SoakProcess
{
    /// <param name="signal">Without SIG.</param>
    public static async Task Signal(BridgeInstance instance, string signal)
    {
        var pid = PidOf(instance).ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", [$"-{signal}", pid]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill -{signal} {pid} ended with code {kill.ExitCode}.");
        }
    }

    /// <summary>The child of ours that was told to listen there.</summary>
    private static int PidOf(BridgeInstance instance)
    {
        var setting = $"Public__Listen={instance.PublicUrl}";
        return Directory
            .GetDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Single(pid => pid > 0 && IsOurs(pid) && ReadAll(pid, "environ").Split('\0').Contains(setting));
    }

    private static bool IsOurs(int pid)
    {
        var stat = ReadAll(pid, "stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 && fields[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
    }

    private static string ReadAll(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is not ours to look at.
            return "";
        }
    }
}
