using System.CommandLine;
using SmsBridge.Hosting;
using SmsBridge.Privacy;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge erase CUSTOMER</c>.</summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var customer = CustomerArgument.Create();
        var number = CustomerArgument.Number();
        var all = new Option<bool>("--all-channels")
        {
            Description = "Also the same phone by WhatsApp and RCS, which are customers of their own",
        };
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var command = new Command("erase", "Removes a customer everywhere and leaves a hashed opt-out; there is no way back")
        {
            customer,
            number,
            all,
            yes,
        };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var addresses = Customers.Addresses(CustomerArgument.Read(line.GetRequiredValue(customer)), line.GetValue(all));
                if (!line.GetValue(yes) && !Agrees())
                {
                    throw new CommandException("Nothing was erased. Say yes, or give --yes where nobody can be asked.");
                }

                var reports = new List<ErasureReport>();
                foreach (var address in addresses)
                {
                    // Not stopped half-way: it takes moments.
                    reports.Add(await shell.Get<Eraser>().Erase(address, line.GetValue(number), Actor.Shell, CancellationToken.None));
                }

                Print(shell.Terminal, reports);
                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static bool Agrees()
    {
        if (System.Console.IsInputRedirected)
        {
            return false;
        }

        System.Console.Error.Write("This removes everything that is held of this customer, for good. Go on? [y/N] ");
        return System.Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static void Print(Terminal terminal, List<ErasureReport> reports)
    {
        if (terminal.WantsJson)
        {
            Terminal.Json(new ErasureAnswer(reports.Exists(r => r.Found), reports));
            return;
        }

        foreach (var report in reports)
        {
            if (!report.Found)
            {
                terminal.Line($"{report.Customer}: nothing was held. Texts that still wait in a spool will be dropped.");
                continue;
            }

            var removed = string.Join(", ", report.Removed.Where(r => r.Value > 0).Select(r => $"{r.Value} {r.Key}"));
            terminal.Line($"{report.Customer}: erased ({removed}).");
            if (report.OptOutsKept > 0)
            {
                terminal.Line("  The opt-out still holds, as a keyed hash.");
            }

            if (report.HandoffsEnded > 0)
            {
                terminal.Line("  People had the thread: the desk is told that it is over.");
            }
        }
    }
}
