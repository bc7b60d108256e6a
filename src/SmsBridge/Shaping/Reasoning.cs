using System.Text.RegularExpressions;

namespace SmsBridge.Shaping;

/// <summary>
/// Takes out what a model thought before it answered: some models write it into the answer, between marks. What only speaks of such a mark stays.
/// </summary>
internal static class Reasoning
{
    private static readonly string[] Names = ["think", "thinking", "thought", "thoughts", "reasoning", "scratchpad"];

    /// <summary>The marks of Qwen, DeepSeek and Claude, of Mistral, and of Kimi.</summary>
    private static readonly Regex Mark = new(
        $@"<(?<close>/?)([a-z]+:)?({string.Join('|', Names)})(\s+[a-z:_-]+\s*=[^<>]*)?\s*>"
            + @"|\[(?<close>/?)(?-i:THINK)\]|◁(?<close>/?)think▷",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    );

    /// <summary>Whether an element of this name is none of HTML: where it is left, it is spoken of.</summary>
    public static bool IsNamed(string element) => Names.Contains(element, StringComparer.OrdinalIgnoreCase);

    /// <param name="text">Clean, see <see cref="CleanText"/>.</param>
    public static string Remove(string text)
    {
        if (text.AsSpan().IndexOfAny('<', '[', '◁') < 0)
        {
            return text;
        }

        var (removed, depth, opened, after) = (new List<TextSpan>(), 0, default(Match), 0);
        foreach (var mark in Mark.Matches(text).Where(m => !IsSpokenOf(text, m)))
        {
            var end = mark.Index + mark.Length;
            if (mark.Groups["close"].Length == 0)
            {
                opened = depth++ == 0 ? mark : opened;
            }
            else if (depth > 0 && --depth == 0)
            {
                removed.Add(new TextSpan(opened!.Index, end));
                after = end;
            }
            else if (depth == 0)
            {
                // Where the prompt opens the thoughts, only their end is in the answer.
                removed.Add(new TextSpan(EndsWhatCameBefore(text, mark) ? after : mark.Index, end));
                after = end;
            }
        }

        if (depth > 0 && BeginsThoughts(text, opened!))
        {
            // Cut off while it was thinking.
            removed.Add(new TextSpan(opened!.Index, text.Length));
        }

        return Omission.Of(text, removed);
    }

    /// <summary>In quotes or as code: "write &lt;think&gt; first".</summary>
    private static bool IsSpokenOf(string text, Match mark)
    {
        var end = mark.Index + mark.Length;
        var (before, after) = (mark.Index > 0 ? text[mark.Index - 1] : ' ', end < text.Length ? text[end] : ' ');
        return "\"'“‘«„".Contains(before) && "\"'”’»“".Contains(after) || before == '`' && IsInCode(text.AsSpan(0, mark.Index));
    }

    /// <summary>Backticks come in twos.</summary>
    private static bool IsInCode(ReadOnlySpan<char> before) => before[(before.LastIndexOf('\n') + 1)..].Count('`') % 2 == 1;

    /// <summary>It stands at the end of a line, with an answer below.</summary>
    private static bool EndsWhatCameBefore(string text, Match mark)
    {
        var rest = text.AsSpan(mark.Index + mark.Length);
        return rest.TrimStart(" \t") is ['\n', ..] && !rest.IsWhiteSpace();
    }

    /// <summary>Not in the middle of a sentence, where it is a word like others: what do you &lt;think&gt; of it?</summary>
    private static bool BeginsThoughts(string text, Match mark)
    {
        var before = text.AsSpan(0, mark.Index).TrimEnd(" \t");
        var after = text.AsSpan(mark.Index + mark.Length);
        return before.IsEmpty || before[^1] == '\n' || !char.IsLetterOrDigit(before[^1]) && before[^1] != ',' || after is ['\n', ..];
    }
}
