using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Hosting;
using Spectre.Console;

namespace SmsBridge.Cli;

/// <summary>Where a command prints: tables for people, JSON for scripts. Data is never taken for markup or control sequences.</summary>
internal sealed class Terminal
{
    /// <summary>Where nobody looks, nothing is wrapped: the reader is a file or another program.</summary>
    private const int WithoutWrapping = 4000;

    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcConverter(), new DurationConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly IAnsiConsole console;

    public Terminal(bool json, bool noColor)
    {
        WantsJson = json;
        var plain = noColor || System.Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(System.Console.Out),
            }
        );
        if (System.Console.IsOutputRedirected)
        {
            console.Profile.Width = WithoutWrapping;
        }
    }

    public bool WantsJson { get; }

    public void Line(string text = "", Color? color = null) => console.Write(Styled(text + "\n", color));

    /// <summary>A line whose first word has a colour.</summary>
    public void Line(string word, Color color, string rest)
    {
        console.Write(Styled(word, color));
        Line(rest);
    }

    public void Table(string[] columns, IEnumerable<string?[]> rows)
    {
        var table = new Table().NoBorder();
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Styled(column, Color.Grey)) { NoWrap = System.Console.IsOutputRedirected });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => Styled(cell ?? "", null)));
        }

        console.Write(table);
    }

    public static void Json(object value) => System.Console.Out.WriteLine(JsonSerializer.Serialize(value, Shape));

    /// <summary>Text as it is, for files and shells.</summary>
    public static void Raw(string text) => System.Console.Out.Write(text);

    /// <summary>For people, beside the result: hints, warnings, errors.</summary>
    public static void Note(string text) => System.Console.Error.WriteLine(Printable(text));

    /// <summary>Control characters in data could do anything to a terminal.</summary>
    public static string Printable(string text) =>
        text.Any(c => char.IsControl(c) && c != '\n')
            ? string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? '\uFFFD' : c))
            : text;

    private static Text Styled(string text, Color? color) => new(Printable(text), color is { } c ? new Style(c) : Style.Plain);
}
