using System.CommandLine;
using System.CommandLine.Invocation;

namespace SmsBridge.Cli;

/// <summary>What a command ends with; the same for all.</summary>
internal static class ExitCodes
{
    public const int Fine = 0;

    /// <summary>It could not be done; the error output says why and what to do.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>Only with <c>apply --detailed-exitcode</c>: there was something to change.</summary>
    public const int Changes = 3;

    /// <summary>Ctrl+C and SIGTERM cancel a command's token. The library's 2 s until it ends the process all the same would cut off turns.</summary>
    private static readonly TimeSpan StopsWithin = BridgeHost.ShutdownBudget + TimeSpan.FromSeconds(10);

    public static async Task<int> Run(ParseResult line)
    {
        var code = await line.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = StopsWithin });
        return line.Action is ParseErrorAction ? Usage : code;
    }
}
