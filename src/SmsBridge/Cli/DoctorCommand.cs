using System.CommandLine;
using SmsBridge.Admin;
using SmsBridge.Hosting;
using Spectre.Console;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge doctor</c>: one line for each thing that was looked at.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Checks settings, database, credentials, queues and public URL; ends with 1 when something fails"
        );
        command.SetAction(
            (line, stopped) =>
                Shell.Guard(
                    async () =>
                    {
                        var terminal = OutputOptions.Terminal(line);
                        var found = await Examine(stopped);
                        Print(terminal, found);
                        return found.Any(d => d.Verdict == Verdict.Fail) ? ExitCodes.Failed : ExitCodes.Fine;
                    },
                    stopped
                )
        );
        return command;
    }

    /// <summary>Settings that cannot even be read are a finding, too.</summary>
    private static async Task<IReadOnlyList<Diagnosis>> Examine(CancellationToken stopped)
    {
        try
        {
            await using var app = BridgeHost.Build([], quiet: true);
            return await app.Services.GetRequiredService<Doctor>().Examine(stopped);
        }
        catch (Exception error) when (Startup.Explain(error) is { } lines)
        {
            return
            [
                new Diagnosis(
                    "settings",
                    null,
                    Verdict.Fail,
                    string.Join(' ', lines.Select(l => l.Trim())),
                    "Nothing else could be looked at."
                ),
            ];
        }
    }

    private static void Print(Terminal terminal, IReadOnlyList<Diagnosis> found)
    {
        if (terminal.WantsJson)
        {
            Terminal.Json(new { Ok = found.All(d => d.Verdict != Verdict.Fail), Checks = found });
            return;
        }

        foreach (var d in found)
        {
            var (word, color) = d.Verdict switch
            {
                Verdict.Ok => ("ok", Color.Green),
                Verdict.Warn => ("warn", Color.Yellow),
                _ => ("FAIL", Color.Red),
            };
            var where = d.Subject is null ? d.Check : $"{d.Check} {d.Subject}";
            terminal.Line(
                $"{word, -6}",
                color,
                $"{where, -22} {d.What}{(d.Remedy is null ? "" : $". {d.Remedy}")}".Replace("..", ".", StringComparison.Ordinal)
            );
        }

        var (failed, warned) = (found.Count(d => d.Verdict == Verdict.Fail), found.Count(d => d.Verdict == Verdict.Warn));
        terminal.Line(failed + warned == 0 ? "All is well." : $"{failed} failed, {warned} to look at.");
    }
}
