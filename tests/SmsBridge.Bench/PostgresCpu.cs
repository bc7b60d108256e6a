using System.Globalization;

namespace SmsBridge.Bench;

/// <summary>CPU time of a Postgres cluster: the postmaster and its children, the ones that have ended included.</summary>
internal static class PostgresCpu
{
    private const double TicksPerSecond = 100;

    public static double Seconds(string dataDirectory)
    {
        var pidFile = Path.Combine(dataDirectory, "cluster", "postmaster.pid");
        if (!File.Exists(pidFile))
        {
            return 0;
        }

        var postmaster = int.Parse(File.ReadLines(pidFile).First(), CultureInfo.InvariantCulture);
        return Ended(postmaster) + Family(postmaster).Sum(BridgeInstance.CpuOf);
    }

    private static IEnumerable<int> Family(int postmaster)
    {
        yield return postmaster;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var pid) && Parent(pid) == postmaster)
            {
                yield return pid;
            }
        }
    }

    /// <summary>Fields 16 and 17: children that were waited for.</summary>
    private static double Ended(int pid)
    {
        var fields = Fields(pid);
        return fields.Length < 15
            ? 0
            : (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture))
                / TicksPerSecond;
    }

    private static int Parent(int pid)
    {
        var fields = Fields(pid);
        return fields.Length < 2 ? 0 : int.Parse(fields[1], CultureInfo.InvariantCulture);
    }

    private static string[] Fields(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
