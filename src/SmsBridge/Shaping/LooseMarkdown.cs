using System.Buffers;
using System.Text.RegularExpressions;

namespace SmsBridge.Shaping;

/// <summary>Edits out what models write for Markdown and CommonMark does not take for it.</summary>
internal sealed class LooseMarkdown(string mask, Edits edits, bool[] code)
{
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>**Note:**text and **Note: **text.</summary>
    private static readonly Regex Bold = new(@"\*\*(?<words>[^\s*][^*\n]{0,200}?([^\w\s*]\*\*(?<next>\p{L})|:[ \t]+\*\*))", Safe);

    /// <summary>== words ==, without the blanks.</summary>
    private static readonly Regex Highlight = new(@"==(?<words>[^=\s]([^=\n]{0,300}?[^=\s])?)==", Safe);

    private static readonly SearchValues<char> Operators = SearchValues.Create("-+*/<>|.:;,!?&");

    /// <summary>##Words, at the start of a line or of an item of a list.</summary>
    private static readonly Regex Heading = new(
        @"^[ \t]*(([-*+>]|[0-9]{1,3}[.)])[ \t]+)*(?<marks>#{2,6})(?<words>[^#\s].*?)(?<close>[ \t]*#{2,})?[ \t]*$",
        Safe | RegexOptions.Multiline
    );

    public void Add()
    {
        // Most replies have none of these marks, and the search costs as much as all the rest of shaping.
        if (mask.Contains("**", StringComparison.Ordinal))
        {
            AddBold();
            AddSpacedBold();
        }

        if (mask.Contains("==", StringComparison.Ordinal))
        {
            AddHighlights();
        }

        if (mask.Contains("##", StringComparison.Ordinal))
        {
            AddHeadings();
        }
    }

    private void AddBold()
    {
        foreach (Match match in Bold.Matches(mask))
        {
            var (start, end) = (match.Index, match.Index + match.Length - match.Groups["next"].Length);
            var own = start > 0 && (mask[start - 1] is '*' or '\\' || EmphasisRules.IsWord(mask[start - 1]));
            if (!own && !code[start])
            {
                Remove(start, end, 2);
            }
        }
    }

    private void AddHighlights()
    {
        foreach (Match match in Highlight.Matches(mask))
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            if (!code[start] && StandsAlone(start, end, '=') && match.Groups["words"].ValueSpan.ContainsAnyExcept(Operators))
            {
                Remove(start, end, 2);
            }
        }
    }

    private void AddHeadings()
    {
        foreach (var match in Heading.Matches(mask).Where(m => !code[m.Groups["marks"].Index]))
        {
            var (marks, words, close) = (match.Groups["marks"], match.Groups["words"], match.Groups["close"]);
            // ##1 is a number, ##Words is a heading.
            if (!char.IsAsciiDigit(words.Value[0]) && words.Value.Any(c => char.IsLetter(c) || char.IsSurrogate(c)))
            {
                edits.Remove(marks.Index, words.Index);
                edits.Remove(close.Success ? close.Index : match.Index + match.Length, match.Index + match.Length);
            }
        }
    }

    /// <summary>** Words **, ** Words** and **Words **: at the start of a line or sentence, so that 2 ** 3 ** 4 stays.</summary>
    private void AddSpacedBold()
    {
        var start = -1;
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i] == '\n')
            {
                start = -1;
            }
            else if (mask[i] == '*')
            {
                var count = mask.AsSpan(i).IndexOfAnyExcept('*') is var run and > 0 ? run : mask.Length - i;
                if (count == 2 && start >= 0 && IsSpacedBold(start, i))
                {
                    var (first, last) = (start + 2, i);
                    while (mask[first] is ' ' or '\t')
                    {
                        first++;
                    }

                    while (Ends(i + 2) && mask[last - 1] is ' ' or '\t')
                    {
                        last--;
                    }

                    edits.Remove(start, first);
                    edits.Remove(last, i + 2);
                    start = -1;
                }
                else
                {
                    start = count == 2 && !code[i] && !edits.StartAt(i) ? i : -1;
                }

                i += count - 1;
            }
        }
    }

    private bool IsSpacedBold(int start, int end)
    {
        var words = mask.AsSpan((start + 2)..end);
        var inside = words.Trim(" \t");
        var before = mask.AsSpan(0, start).TrimEnd(" \t");
        var begins =
            before.IsEmpty || before[^1] is '\n' or '-' or '>' or '#' or '.' or ')' or ':' or '!' or '?' or ';' or '(' or '•' or '“';
        return inside.Length < words.Length
            && inside.Length > 1
            && begins
            && HasWord(inside)
            && (words[^1] is ' ' or '\t' || Ends(end + 2));
    }

    private static bool HasWord(ReadOnlySpan<char> text)
    {
        var letters = 0;
        foreach (var c in text)
        {
            letters += char.IsLetter(c) ? 1 : 0;
        }

        return letters > 1;
    }

    private bool Ends(int at) => at >= mask.Length || char.IsWhiteSpace(mask[at]) || ".,:;!?)“".Contains(mask[at]);

    private bool StandsAlone(int start, int end, char mark)
    {
        var (before, after) = (start > 0 ? mask[start - 1] : ' ', end < mask.Length ? mask[end] : ' ');
        return before != mark
            && after != mark
            && !EmphasisRules.IsWord(before)
            && !EmphasisRules.IsWord(after)
            && !"!<>+-*/&|%^".Contains(before);
    }

    private void Remove(int start, int end, int count)
    {
        edits.Remove(start, start + count);
        edits.Remove(end - count, end);
    }
}
