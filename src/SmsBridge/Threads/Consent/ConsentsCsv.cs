using System.Globalization;
using System.Text;
using SmsBridge.Storage;

namespace SmsBridge.Threads.Consent;

/// <summary>Records of consent as a table for people and their spreadsheets.</summary>
internal static class ConsentsCsv
{
    /// <summary>Row by row: the table may be longer than the memory.</summary>
    public static async Task Write(Stream stream, IAsyncEnumerable<ConsentEventRow> rows, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync(Line("at", "scope", "number", "customer", "optedOut", "how", "word", "providerSid", "actor"));
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await writer.WriteAsync(Line(ConsentView.Of(row)));
        }
    }

    private static string Line(ConsentView e) =>
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
