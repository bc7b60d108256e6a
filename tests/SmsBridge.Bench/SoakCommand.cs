using System.CommandLine;

namespace SmsBridge.Bench;

internal static class SoakCommand
{
    public static Command Create() => new("soak", "Faults, kills and restarts at random, then the audit");
}
