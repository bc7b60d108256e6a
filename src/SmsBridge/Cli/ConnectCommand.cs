using System.CommandLine;
using SmsBridge.Hosting;
using SmsBridge.Twilio;
using SmsBridge.Work;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge numbers connect</c> and <c>disconnect</c>.</summary>
internal static class ConnectCommand
{
    public static Command Connect()
    {
        var number = NumbersCommand.Number();
        var command = new Command("connect", "Points the number's webhook at Twilio to this bridge, after saving what was there")
        {
            number,
        };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var document = await NumbersCommand.Find(shell, line.GetRequiredValue(number));
                if (!NumberConnector.CanConnect(document.Number))
                {
                    throw new CommandException(
                        $"{document.Number} is no phone number to Twilio. Set its webhook in the Twilio console: Public:BaseUrl + /twilio/inbound, HTTP POST."
                    );
                }

                var rewired = Value(document.Number, await shell.Get<NumberConnector>().Connect(document, Actor.Shell, shell.Stopped));
                Print(shell.Terminal, document.Number, rewired, "What was there is saved; smsbridge numbers disconnect puts it back.");
                if (document.MessagingServiceSid is { } service)
                {
                    Terminal.Note(
                        $"Warning: the number is in the Messaging Service {service}, whose own inbound URL wins. Set it to the same address, or let it defer to the number's webhook."
                    );
                }

                return ExitCodes.Fine;
            }
        );
        return command;
    }

    public static Command Disconnect()
    {
        var number = NumbersCommand.Number();
        var force = new Option<bool>("--force") { Description = "Also where the number points elsewhere by now" };
        var command = new Command("disconnect", "Puts back the webhook that connect saved") { number, force };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var name = line.GetRequiredValue(number);
                var rewired = Value(
                    name,
                    await shell.Get<NumberConnector>().Disconnect(name, Actor.Shell, line.GetValue(force), shell.Stopped)
                );
                Print(shell.Terminal, name, rewired, "The number is as it was before it was connected.");
                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static Rewired Value(string number, Attempt<Rewired> attempt) =>
        attempt.Value
        ?? throw new CommandException(
            $"{number}: {attempt.Failure!.Reason}.{(attempt.Failure.Category == FailureCategory.Rejected ? "" : " smsbridge doctor tells more.")}"
        );

    private static void Print(Terminal terminal, string number, Rewired rewired, string after)
    {
        var (was, now) = (NumberConnector.Shown(rewired.Before), NumberConnector.Shown(rewired.After));
        if (terminal.WantsJson)
        {
            Terminal.Json(
                new
                {
                    Number = number,
                    rewired.Changed,
                    Before = was,
                    After = now,
                }
            );
            return;
        }

        terminal.Line(rewired.Changed ? $"{number}: {was} → {now}" : $"{number} points at {now} already.");
        if (rewired.Changed)
        {
            terminal.Line(after);
        }
    }
}
