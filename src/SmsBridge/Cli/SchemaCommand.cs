using System.CommandLine;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge schema settings|numbers</c>.</summary>
internal static class SchemaCommand
{
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["settings"] = "appsettings.schema.json",
        ["numbers"] = "numbers.schema.json",
    };

    public static Command Create()
    {
        var which = new Argument<string>("which") { Description = "settings: appsettings.json; numbers: the file of apply" };
        which.AcceptOnlyFromAmong([.. Files.Keys]);
        var command = new Command("schema", "Prints a JSON Schema, for editors") { which };
        command.SetAction(line => Terminal.Raw(Read(Files[line.GetRequiredValue(which)])));
        return command;
    }

    /// <summary>The files of the repository; a test holds them to the types.</summary>
    private static string Read(string file)
    {
        using var stream =
            typeof(SchemaCommand).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
