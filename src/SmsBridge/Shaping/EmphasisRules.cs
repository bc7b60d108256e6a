using System.Globalization;

namespace SmsBridge.Shaping;

/// <summary>
/// Tells emphasis from asterisks and underscores that are meant: masked addresses, multiplication, codes to dial, names of files and variables.
/// Stricter than CommonMark, for what stays by mistake is a blemish, and what goes by mistake is lost.
/// </summary>
internal static class EmphasisRules
{
    private static readonly HashSet<string> Dunders = new(StringComparer.Ordinal)
    {
        "init",
        "main",
        "name",
        "file",
        "all",
        "version",
        "doc",
        "dict",
        "class",
        "call",
        "repr",
        "str",
        "len",
        "new",
        "del",
        "dirname",
        "filename",
        "proto",
    };

    /// <param name="text">With addresses and tags masked.</param>
    /// <param name="where">The delimiters included.</param>
    public static bool AreMeantAsMarkup(string text, TextSpan where, char delimiter, int count)
    {
        var (left, right) = (where.Start, where.End);
        while (left > 0 && text[left - 1] == delimiter)
        {
            left--;
        }

        while (right < text.Length && text[right] == delimiter)
        {
            right++;
        }

        var inside = text.AsSpan(where.Start + count, where.End - where.Start - 2 * count);
        var run = where.Start + count - left + CountAt(inside, delimiter);
        if (run > 3 || inside.IsEmpty || !SaysSomething(inside))
        {
            return false;
        }

        var before = left > 0 && !IsHeading(text, left - 1) ? text[left - 1] : ' ';
        var after = right < text.Length ? text[right] : ' ';
        // An address on the web is masked by such a run, and words behind it are not its own.
        var afterAddress = left > 1 && text[left - 1] == 'x' && text[left - 2] == 'x';
        return delimiter == '_' ? Underscores(inside, before, after, count) : !afterAddress && Asterisks(inside, before, after, count);
    }

    /// <summary>##**Words**</summary>
    private static bool IsHeading(string text, int at)
    {
        var line = text.AsSpan(0, at + 1);
        line = line[(line.LastIndexOf('\n') + 1)..].TrimStart(' ');
        return line.Length > 1 && !line.ContainsAnyExcept('#');
    }

    private static bool Asterisks(ReadOnlySpan<char> inside, char before, char after, int count)
    {
        // **$19**/month and **yes**/**no** are meant, /*this*/ and **/*.txt are not.
        var isPath = (before == '/' && after == '/') || inside[0] == '/' || inside[^1] == '/' || count == 1 && before == '/';
        var joins = IsWord(before) && !(count == 2 && IsOneWord(inside) && char.IsLetter(before));
        if (joins || isPath || @"\@#&=^%".Contains(before) || @"@\&=^".Contains(after) || char.IsDigit(inside[^1]) && char.IsDigit(after))
        {
            return false;
        }

        // One asterisk is used for much else: 5*x and 6*y, *.txt, *100#, *5*.
        return count > 1
            || !IsWord(after)
                && after != '#'
                && !inside.Contains('\n')
                && !".,;:!?)]}/".Contains(inside[0])
                && !(char.IsDigit(inside[0]) && (inside.Contains('#') || !HasLetter(inside)));
    }

    private static bool Underscores(ReadOnlySpan<char> inside, char before, char after, int count) =>
        (char.IsWhiteSpace(before) || "([{\"'“‘«*~>—–-:|¡¿".Contains(before))
        && (char.IsWhiteSpace(after) || ".,;:!?)]}\"'”’»*~<—–-|…“".Contains(after))
        && !inside.Contains('\n')
        && !(inside.Trim('_').Contains('_') && !inside.ContainsAny(" \t"))
        && !(count == 2 && Dunders.Contains(inside.ToString()));

    private static int CountAt(ReadOnlySpan<char> text, char c)
    {
        var other = text.IndexOfAnyExcept(c);
        return other < 0 ? text.Length : other;
    }

    private static bool SaysSomething(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.IsSymbol(c) && !"~^+=<>|`".Contains(c))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Joined**words**like this: longer than anything that is raised to a power.</summary>
    private static bool IsOneWord(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            // Vowel signs and accents are marks on a letter.
            if (!char.IsLetter(c) && !IsMark(c))
            {
                return false;
            }
        }

        return text.Length > 2;
    }

    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMark(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
        || c is '\u200C' or '\u200D';

    /// <summary>A letter or digit of a script that puts blanks between words.</summary>
    internal static bool IsWord(char c) => char.IsLetterOrDigit(c) && c < '\u2E80' && !IsOfScriptWithoutBlanks(c);

    /// <summary>Thai, Lao, Tibetan and Burmese; the letters of Korean; Khmer; the scripts of the Tai, Bali and their neighbours.</summary>
    internal static bool IsOfScriptWithoutBlanks(char c) =>
        c
            is (>= '\u0E00' and <= '\u109F')
                or (>= '\u1100' and <= '\u11FF')
                or (>= '\u1780' and <= '\u17FF')
                or (>= '\u1950' and <= '\u1B7F');
}
