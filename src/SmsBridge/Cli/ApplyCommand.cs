using System.CommandLine;
using SmsBridge.Hosting;
using SmsBridge.Numbers;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge apply -f FILE</c>.</summary>
internal static class ApplyCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--file", "-f")
        {
            Description = "YAML or JSON with a list numbers: ; - reads the standard input",
            Required = true,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only print what would change" };
        var prune = new Option<bool>("--prune") { Description = "Remove numbers that are not in the file" };
        var detailed = new Option<bool>("--detailed-exitcode") { Description = "End with 3 when there was something to change" };
        var command = new Command("apply", "Makes the numbers what a file says, all of them or, on a mistake, none")
        {
            file,
            dryRun,
            prune,
            detailed,
        };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var wanted = await Read(line.GetRequiredValue(file), shell);
                var onlyLook = line.GetValue(dryRun);
                IReadOnlyCollection<string>? removed = line.GetValue(prune) ? null : [];
                var changes = await shell.Get<NumberStore>().Apply(wanted, removed, Actor.Shell, commit: !onlyLook, shell.Stopped);
                Changes.Print(shell.Terminal, changes, onlyLook);
                return line.GetValue(detailed) && changes.Count > 0 ? ExitCodes.Changes : ExitCodes.Fine;
            }
        );
        return command;
    }

    public static CommandException Refused(NumberMistakes mistakes) =>
        new($"Nothing was changed; {mistakes.Found.Count} mistake(s):\n{string.Join('\n', mistakes.Lines.Select(m => $"  {m}"))}");

    private static async Task<List<NumberDocument>> Read(string file, Shell shell)
    {
        var mistakes = new NumberMistakes();
        try
        {
            var documents = NumbersFile.Read(await Text(file, shell.Stopped), shell.Get<NumberReader>(), mistakes);
            return mistakes.Found.Count == 0 ? documents : throw Refused(mistakes);
        }
        catch (InvalidDataException error)
        {
            throw new CommandException($"Nothing was changed. {(file == "-" ? "The standard input" : file)}: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The file cannot be read: {error.Message}");
        }
    }

    /// <summary>One that is too long, or never ends, is not read to its end.</summary>
    private static async Task<string> Text(string file, CancellationToken stopped)
    {
        using var opened = file == "-" ? null : new StreamReader(file);
        var text = new char[NumbersFile.MaxBytes + 1];
        var length = await (opened ?? System.Console.In).ReadBlockAsync(text, stopped);
        return length < text.Length ? new string(text, 0, length) : throw NumbersFile.TooLarge();
    }
}

/// <summary><c>smsbridge export</c>.</summary>
internal static class ExportCommand
{
    private static readonly string[] Formats = ["yaml", "json"];

    public static Command Create()
    {
        var format = new Option<string>("--format") { Description = "yaml or json", DefaultValueFactory = _ => Formats[0] };
        format.AcceptOnlyFromAmong(Formats);
        var command = new Command("export", "Prints the file that apply takes; never secrets") { format };
        Shell.On(
            command,
            async (line, shell) =>
            {
                var numbers = await shell.Get<NumberStore>().List(null, null, shell.Stopped);
                Terminal.Raw(NumbersFile.Write(numbers, yaml: line.GetValue(format) == Formats[0] && !shell.Terminal.WantsJson));
                return ExitCodes.Fine;
            }
        );
        return command;
    }
}
