namespace SmsBridge.Shaping;

/// <summary>Finds what people click: addresses on the web, as they stand in running text.</summary>
internal static class Urls
{
    private static readonly string[] Starts = ["https://", "http://", "www."];

    /// <summary>In order, without overlap.</summary>
    public static List<TextSpan> Find(string text)
    {
        var found = new List<TextSpan>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('h' or 'H' or 'w' or 'W') || i > 0 && char.IsAsciiLetterOrDigit(text[i - 1]))
            {
                continue;
            }

            var start = Starts.FirstOrDefault(s => text.AsSpan(i).StartsWith(s, StringComparison.OrdinalIgnoreCase));
            var end = start is null ? i : End(text, i + start.Length);
            if (start is not null && end > i + start.Length)
            {
                found.Add(new TextSpan(i, end));
                i = end - 1;
            }
        }

        return found;
    }

    private static int End(string text, int start)
    {
        var (end, open) = (start, 0);
        for (; end < text.Length; end++)
        {
            var c = text[end];
            open += c == '(' ? 1 : 0;
            // Two asterisks are emphasis that ends; a closing parenthesis without its opening one stands around the address.
            if (Stops(c) || c == ')' && --open < 0 || c == '*' && end + 1 < text.Length && text[end + 1] == '*')
            {
                break;
            }
        }

        while (end > start && (".,;:!?'*_~…’”»".Contains(text[end - 1]) || text[end - 1] == '(' && open > 0))
        {
            end--;
        }

        return end;
    }

    private static bool Stops(char c) =>
        char.IsWhiteSpace(c)
        || char.IsControl(c)
        || "<>\"[]{}|`^“”«»".Contains(c)
        || c is (>= '\u3000' and <= '\u303F') or (>= '\uFF00' and <= '\uFFEF');
}
