using System.Collections.Frozen;

namespace SmsBridge.Shaping;

/// <summary>Says where sentences and lines end.</summary>
internal static class SentenceEnds
{
    private const string Closers = "\"')]}”’»";

    private static readonly FrozenSet<string> Abbreviations = new[]
    {
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Prof",
        "St",
        "Sr",
        "Sra",
        "No",
        "Nr",
        "vs",
        "approx",
        "ca",
        "bzw",
        "e.g",
        "i.e",
        "z.B",
        "p.ej",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="at">The index behind the sentence, not that of its last character; above 0.</param>
    public static bool At(string text, int at)
    {
        if (text[at] == '\n' || text[at - 1] is '。' or '！' or '？' or '｡')
        {
            return true;
        }

        if (!char.IsWhiteSpace(text[at]))
        {
            return false;
        }

        var last = at - 1;
        while (last > 0 && Closers.Contains(text[last]))
        {
            last--;
        }

        return text[last] is '!' or '?' or '…' or '؟' or '۔' or '।'
            || text[last] == '.' && !IsAbbreviation(text, last) && !GoesOn(text, at);
    }

    private static bool IsAbbreviation(string text, int period)
    {
        var start = period;
        while (start > 0 && !char.IsWhiteSpace(text[start - 1]) && period - start < 12)
        {
            start--;
        }

        var word = text[start..period].TrimStart('(', '"', '\'');
        // An initial, the number of a list item, or one of the words above.
        var listed = word.Length > 0 && word.All(char.IsAsciiDigit) && (start == 0 || text[start - 1] == '\n');
        return listed || word.Length == 1 && char.IsLetter(word[0]) || Abbreviations.Contains(word);
    }

    private static bool GoesOn(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length && char.IsLower(text[at]);
    }
}
