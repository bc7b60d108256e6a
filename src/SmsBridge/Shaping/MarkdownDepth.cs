namespace SmsBridge.Shaping;

/// <summary>
/// Keeps lists and quotes from nesting without end on one line: with each line that follows, Markdig looks at all that are open, which takes
/// minutes for <c>- - - - …</c> and some thousand line ends.
/// </summary>
internal static class MarkdownDepth
{
    /// <summary>Nobody means more.</summary>
    private const int Most = 12;

    /// <returns>At the same length, with marks of deeper lists and quotes blotted out.</returns>
    public static string Limit(string mask)
    {
        var (limited, line) = (default(char[]), 0);
        while (line < mask.Length)
        {
            var (at, depth) = (line, 0);
            while (Mark(mask, ref at) is { } mark)
            {
                if (++depth > Most)
                {
                    limited ??= mask.ToCharArray();
                    limited[mark] = 'x';
                }
            }

            var end = mask.IndexOf('\n', line);
            line = end < 0 ? mask.Length : end + 1;
        }

        return limited is null ? mask : new string(limited);
    }

    /// <param name="at">Moves behind the mark, or to what is none.</param>
    /// <returns>Where the mark of a list or quote stands.</returns>
    private static int? Mark(string mask, ref int at)
    {
        while (at < mask.Length && mask[at] is ' ' or '\t')
        {
            at++;
        }

        var start = at;
        while (at < mask.Length && char.IsAsciiDigit(mask[at]) && at - start < 9)
        {
            at++;
        }

        var marks = at > start ? ".)" : ">-*+";
        if (at >= mask.Length || !marks.Contains(mask[at]))
        {
            return null;
        }

        var (mark, alone) = (at++, at == mask.Length || mask[at] is ' ' or '\t' or '\n');
        return alone || mask[mark] == '>' ? mark : null;
    }
}
