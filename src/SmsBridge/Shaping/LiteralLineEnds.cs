using System.Text;
using System.Text.RegularExpressions;

namespace SmsBridge.Shaping;

/// <summary>
/// Makes line ends of the two characters <c>\n</c>, which come where a program wrote its text as JSON twice. Those that are meant stay: in paths,
/// in code, in quotes, and in formulas.
/// </summary>
internal static class LiteralLineEnds
{
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private static readonly Regex LineEnd = new(@"\\\\?(r\\{1,2})?n", Safe);

    /// <summary>Commands of TeX that begin like it.</summary>
    private static readonly Regex Formula = new(
        @"^\\n(abla|atural|e|earrow|eg|eq|ewline|ewpage|exists|i|mid|ot|otin|parallel|u)([^a-z]|$)",
        Safe
    );

    /// <param name="text">Clean, see <see cref="CleanText"/>.</param>
    public static string Replace(string text)
    {
        if (!text.Contains("\\n", StringComparison.Ordinal))
        {
            return text;
        }

        var (result, at, code) = (new StringBuilder(text.Length), 0, Code(text));
        foreach (Match match in LineEnd.Matches(text))
        {
            if (
                !IsMeant(text, match.Index, match.Index + match.Length, at)
                && !code.Exists(c => c.Start < match.Index && match.Index < c.End)
            )
            {
                result.Append(text, at, match.Index - at).Append('\n');
                at = match.Index + match.Length;
            }
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <param name="from">What is before it is done.</param>
    private static bool IsMeant(string text, int start, int end, int from)
    {
        var before = start > from ? text[start - 1] : ' ';
        var after = end < text.Length ? text[end] : ' ';
        // Two in a row are an empty line, in a path too.
        var twice = text.AsSpan(end).StartsWith("\\n") && !IsUnc(text, start, from);
        return "\"'“‘".Contains(before) && "\"'”’".Contains(after)
            || IsOfExpression(text, end, after)
            || !twice && Paths.Hold(text, start, from)
            || !twice && IsUnixPath(text, start, from) && (char.IsLower(after) || char.IsDigit(after))
            || !char.IsLetterOrDigit(before) && Formula.IsMatch(text.AsSpan(end - 2, Math.Min(14, text.Length - end + 2)));
    }

    /// <summary><c>[^\n]</c>, <c>\n+</c>, <c>\n|\r</c>; but a list may begin with a plus and a table with a bar.</summary>
    private static bool IsOfExpression(string text, int end, char after) =>
        "]?{".Contains(after) || "+|".Contains(after) && (end + 1 == text.Length || "\\)]\"'`".Contains(text[end + 1]));

    private static bool IsUnc(string text, int at, int from) =>
        (at == from || char.IsWhiteSpace(text[at - 1])) && text.AsSpan(at).StartsWith(@"\\");

    private static bool IsUnixPath(string text, int at, int from)
    {
        var start = at;
        while (start > Math.Max(from, at - 300) && !char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        return text.AsSpan(start..at) is ['/', ..] or ['.', '/', ..] or ['.', '.', '/', ..] or ['~', '/', ..];
    }

    /// <summary>Between backticks on one line, and between fences that have line ends of their own.</summary>
    private static List<TextSpan> Code(string text)
    {
        var code = new List<TextSpan>();
        for (var start = text.IndexOf('`'); start >= 0; start = text.IndexOf('`', start))
        {
            var count = text.AsSpan(start).IndexOfAnyExcept('`') is var run and > 0 ? run : text.Length - start;
            var fence = count > 2;
            var close = text.IndexOf(new string('`', count), start + count, StringComparison.Ordinal);
            var end = close < 0 ? text.Length : close;
            var lines = text.AsSpan(start..end).Contains('\n');
            if (fence ? lines : close >= 0 && !lines)
            {
                code.Add(new TextSpan(start, end));
                start = Math.Min(end + count, text.Length);
            }
            else
            {
                start += count;
            }

            if (start >= text.Length)
            {
                break;
            }
        }

        return code;
    }
}
