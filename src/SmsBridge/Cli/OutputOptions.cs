using System.CommandLine;

namespace SmsBridge.Cli;

/// <summary>The options that every command has.</summary>
internal static class OutputOptions
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON, for scripts", Recursive = true };

    private static readonly Option<bool> NoColor = new("--no-color")
    {
        Description = "Print without colours; so does the variable NO_COLOR",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        root.Add(Json);
        root.Add(NoColor);
    }

    public static Terminal Terminal(ParseResult line) => new(line.GetValue(Json), line.GetValue(NoColor));
}
