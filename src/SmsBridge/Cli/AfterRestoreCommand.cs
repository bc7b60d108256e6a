using System.CommandLine;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Threads;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge after-restore</c>: between restoring an older backup and starting the first instance on it.</summary>
internal static class AfterRestoreCommand
{
    public static Command Create()
    {
        var at = new Option<DateTimeOffset?>("--at")
        {
            Description = "When the backup was made (2026-11-21T10:00:00Z); what came later is left alone. Without it: now",
        };
        var command = new Command(
            "after-restore",
            "After restoring an older backup and before serve: keeps what was done since from being done twice"
        )
        {
            at,
        };
        Shell.On(command, (line, shell) => Run(shell, line.GetValue(at)));
        return command;
    }

    private static async Task<int> Run(Shell shell, DateTimeOffset? at)
    {
        var until = (at ?? shell.Get<TimeProvider>().GetUtcNow()).ToUniversalTime();
        await shell.Get<NumberBook>().Refresh(shell.Stopped);
        var threads = await shell.Get<RestoredThreads>().Settle(until, shell.Stopped);
        var doubted = await shell.Get<RestoredTexts>().DoubtPending(until, shell.Stopped);
        var due = await shell.Get<RestoredTexts>().SettleDue(until, shell.Stopped);
        if (due.Value is not { } planned)
        {
            throw new CommandException(
                $"Twilio could not be asked which of the texts for later were sent: {due.Failure!.Reason}. Put that right and run after-restore again, before serve."
            );
        }

        var found = new
        {
            At = until,
            ToBeLookedFor = doubted,
            SentAlready = planned.Sent,
            StillToBeSent = planned.Left,
            UnsurePartsInFailures = planned.Unsure,
            TextsInFailures = threads.Texts,
            HandoffsEnded = threads.Handoffs,
        };
        await shell.Get<AuditLog>().Write(Actor.Shell, "database.restored", "database", null, found, CancellationToken.None);
        if (shell.Terminal.WantsJson)
        {
            Terminal.Json(found);
            return ExitCodes.Fine;
        }

        shell.Terminal.Line($"{doubted} text(s) to customers were in line: each is looked for at Twilio before it is sent.");
        shell.Terminal.Line($"{planned.Sent} text(s) for later were sent already; {planned.Left} will be sent now.");
        shell.Terminal.Line(
            $"{threads.Texts + planned.Unsure} text(s) are in failures: look at their threads, then smsbridge replay ID, or leave them."
        );
        shell.Terminal.Line($"{threads.Handoffs} handoff(s) were ended with the reason 'restored'; the desk hears of it.");
        return ExitCodes.Fine;
    }
}
