using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace SmsBridge.Threads.Turns;

/// <summary>
/// A reaction as handsets send it to those who cannot show it: <c>Liked “See you at 5”</c>. The form alone tells it, save where a person could
/// have written the same: <c>Loved “The Notebook”</c> may be an answer.
/// </summary>
/// <param name="Quote">The beginning of the message reacted to, with straight quotation marks; null for a file.</param>
/// <param name="IsCertain">False: only the thread can tell, by having said what is quoted.</param>
internal sealed record Tapback(string? Quote, bool IsCertain)
{
    /// <summary>So few words a person puts into quotation marks: a title, a name.</summary>
    private const int FewWords = 4;

    /// <summary>Words that titles and names write small.</summary>
    private static readonly HashSet<string> Small =
    [
        .. "a an and the of in on to for de del la el los las le les du des y et e di da do von und der die das".Split(' '),
    ];

    /// <summary>Longer than any form without a quotation.</summary>
    private const int LongWithoutQuote = 80;

    private const string Apostrophes = "'‘’‚‛´`";

    /// <summary>Google Messages puts hair spaces and zero-width marks around what it quotes.</summary>
    private const string Widthless = "\u200A\u200B\u200C\u200E\u200F\u2060\uFEFF\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    private const string Marks = "\"“”„‟«»‹›「」『』＂";

    private static readonly SearchValues<char> MarksAndApostrophes = SearchValues.Create(Marks + Apostrophes);

    /// <summary>Null: a text like any other.</summary>
    public static Tapback? Read(string text)
    {
        if (text.Contains('\u200A') && TapbackForms.Framed().Match(text) is { Success: true } framed)
        {
            return new Tapback(Plain(framed.Groups["quote"].Value).Trim('"', '…', '.', ' '), IsCertain: true);
        }

        if (text.Length > LongWithoutQuote && !text.AsSpan().ContainsAny(MarksAndApostrophes))
        {
            return null;
        }

        var plain = Plain(text);
        if (TapbackForms.FileAtTheEnd().IsMatch(plain))
        {
            var quoting = TapbackForms.FileAtTheEnd().Replace(plain, " \"file\"");
            return (Quoted(TapbackForms.Certain, quoting) ?? Quoted(TapbackForms.Feelings(), quoting)) == "file"
                ? new Tapback(null, IsCertain: true)
                : null;
        }

        var certain = Quoted(TapbackForms.Certain, plain) ?? Quoted(TapbackForms.Enclosed, plain);
        var quote = certain ?? Quoted(TapbackForms.Feelings(), plain);
        return quote is null
            ? null
            : new Tapback(
                quote,
                !SeveralQuotes(quote) && (certain is not null || Words(quote).Length > FewWords || IsNoTitle(text, quote))
            );
    }

    /// <summary>Handsets begin with a capital, quote typographically, and quote sentences. A person quotes a title or a name: every word of it begins with a capital.</summary>
    private static bool IsNoTitle(string text, string quote) =>
        char.IsUpper(text.AsSpan().TrimStart()[0])
        && text.AsSpan().ContainsAny("“”„«")
        && Words(quote).Any(w => char.IsLower(w[0]) && !Small.Contains(w));

    /// <summary>Two quotations with words between them are a sentence, unless the thread has that very text.</summary>
    public bool IsOneQuote => Quote is null || !SeveralQuotes(Quote);

    /// <summary>Whether the quote is the beginning of that text. Networks exchange punctuation and blanks, so only letters and digits count.</summary>
    public bool IsFrom(string text) =>
        Quote is not null
        && (
            Letters(Quote) is { Length: > 0 } letters
                ? Letters(text).StartsWith(letters, StringComparison.OrdinalIgnoreCase)
                : Plain(text).StartsWith(Quote, StringComparison.Ordinal)
        );

    private static string? Quoted(Regex[] forms, string text) => forms.Select(f => Quoted(f, text)).FirstOrDefault(q => q is not null);

    private static string? Quoted(Regex form, string text) =>
        form.Match(text) is { Success: true } match && match.Groups["quote"].Value.Trim('"', '…', '.', ' ') is { Length: > 0 } quote
            ? quote
            : null;

    private static bool SeveralQuotes(string quote) => quote.Contains('"');

    private static string[] Words(string quote) => quote.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    /// <summary>One kind of quotation mark, apostrophe and blank; nothing that has no width, save what joins emoji.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!Widthless.Contains(c))
            {
                plain.Append(
                    Marks.Contains(c) ? '"'
                    : Apostrophes.Contains(c) ? '\''
                    : char.IsWhiteSpace(c) ? ' '
                    : c
                );
            }
        }

        return plain.Replace("  ", " ").ToString().Trim();
    }
}
