using System.Globalization;
using SmsBridge.Storage;

namespace SmsBridge.Threads;

/// <summary>Records of consent as a table for people and their spreadsheets.</summary>
internal static class ConsentsCsv
{
    public static string Table(IEnumerable<ConsentEventRow> rows) =>
        string.Concat(
            rows.Select(ConsentView.Of)
                .Select(e =>
                    Line(
                        e.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                        e.Scope,
                        e.Number,
                        e.Customer,
                        e.OptedOut ? "true" : "false",
                        e.How,
                        e.Word,
                        e.ProviderSid,
                        e.Actor
                    )
                )
                .Prepend(Line("at", "scope", "number", "customer", "optedOut", "how", "word", "providerSid", "actor"))
        );

    /// <summary>RFC 4180. A cell that a spreadsheet would run as a formula (=, @, and - or + before anything but digits) gets an apostrophe.</summary>
    private static string Line(params string?[] cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string? value)
    {
        var text = value ?? "";
        if (text.Length > 0 && (text[0] is '=' or '@' or '\t' or '\r' || (text[0] is '+' or '-' && !text.Skip(1).All(char.IsAsciiDigit))))
        {
            text = $"'{text}";
        }

        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
