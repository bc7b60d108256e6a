using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.Hosting;
using SmsBridge.Numbers;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge numbers list|show|set|remove|connect|disconnect</c>.</summary>
internal static class NumbersCommand
{
    public static Command Create() =>
        new("numbers", "The numbers that people text")
        {
            List(),
            Show(),
            Set(),
            Remove(),
            ConnectCommand.Connect(),
            ConnectCommand.Disconnect(),
        };

    public static Argument<string> Number() =>
        new("number") { Description = "As customers text it: +14155550199, a short code, whatsapp:+… or rcs:…" };

    public static async Task<NumberDocument> Find(Shell shell, string number) =>
        await shell.Get<NumberStore>().Find(number, shell.Stopped)
        ?? throw new CommandException($"The number {number} is not configured. See them with: smsbridge numbers list");

    private static Command List()
    {
        var command = new Command("list", "All numbers");
        Shell.On(
            command,
            async (_, shell) =>
            {
                var numbers = await shell.Get<NumberStore>().List(null, null, shell.Stopped);
                if (shell.Terminal.WantsJson)
                {
                    Terminal.Json(new { Items = numbers });
                    return ExitCodes.Fine;
                }

                shell.Terminal.Table(
                    ["NUMBER", "STATE", "LABEL", "ACCOUNT", "AGENT", "VARIANT", "QUEUE"],
                    numbers.Select(n =>
                        new[]
                        {
                            n.Number,
                            n.Enabled ? "enabled" : "disabled",
                            n.Label,
                            n.TwilioAccount,
                            n.Agent,
                            n.VariantId,
                            n.Handoff.Queue,
                        }
                    )
                );
                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static Command Show()
    {
        var number = Number();
        var command = new Command("show", "One number's document; what it leaves out has its default") { number };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var document = await Find(shell, line.GetRequiredValue(number));
                if (shell.Terminal.WantsJson)
                {
                    Terminal.Json(document);
                }
                else
                {
                    shell.Terminal.Line(Yaml.Write(NumbersFile.Show(document)).TrimEnd());
                }

                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static Command Set()
    {
        var number = Number();
        var members = new Argument<string[]>("member=value")
        {
            Description = "For example agent=support handoff.queue=desk enabled=false; =null gives a member its default",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("set", "Changes members of a number, or adds the number") { number, members };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var (name, store) = (line.GetRequiredValue(number), shell.Get<NumberStore>());
                var document = NumberChange.Json(await store.Find(name, shell.Stopped)) ?? new JsonObject { ["number"] = name };
                foreach (var assignment in line.GetRequiredValue(members))
                {
                    Assign(document, assignment);
                }

                var mistakes = new NumberMistakes();
                if (shell.Get<NumberReader>().Read(document, name, wordsAreText: true, mistakes) is not { } wanted)
                {
                    throw ApplyCommand.Refused(mistakes);
                }

                if (wanted.Number != name)
                {
                    throw new CommandException("A number cannot be renamed. Set the new one, then remove the old one.");
                }

                Changes.Print(shell.Terminal, await store.Apply([wanted], [], Actor.Shell, commit: true, shell.Stopped), dryRun: false);
                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static Command Remove()
    {
        var number = Number();
        var command = new Command("remove", "Removes a number: its texts are acknowledged and go nowhere") { number };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var document = await Find(shell, line.GetRequiredValue(number));
                var changes = await shell.Get<NumberStore>().Apply([], [document.Number], Actor.Shell, commit: true, shell.Stopped);
                Changes.Print(shell.Terminal, changes, dryRun: false);
                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static void Assign(JsonObject document, string assignment)
    {
        if (assignment.Split('=', 2) is not [{ Length: > 0 } path, var word])
        {
            throw new CommandException($"'{assignment}' is not understood; write member=value, for example agent=support.");
        }

        var (target, names) = (document, path.Split('.'));
        foreach (var name in names[..^1])
        {
            target = target[name] as JsonObject ?? (JsonObject)(target[name] = new JsonObject());
        }

        var value = word.Length == 0 ? JsonValue.Create("") : Value(word);
        if (value is null)
        {
            target.Remove(names[^1]);
        }
        else
        {
            target[names[^1]] = value;
        }
    }

    /// <summary>A word as in YAML; lists and objects as in JSON.</summary>
    private static JsonNode? Value(string word)
    {
        try
        {
            return word[0] is '{' or '[' ? NumberReader.Parse(word) : Yaml.Word(word);
        }
        catch (JsonException)
        {
            return JsonValue.Create(word);
        }
    }
}
