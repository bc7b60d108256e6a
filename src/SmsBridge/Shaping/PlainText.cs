using System.Text;

namespace SmsBridge.Shaping;

/// <summary>
/// Plain text from what an agent wrote. Agents mix plain text, Markdown and HTML, so nothing is rendered anew: tags and marks that are clearly
/// markup are edited out of the text, and the rest stays as it is, character by character.
/// </summary>
internal static class PlainText
{
    /// <summary>
    /// Five of the longest texts. What is longer is no answer to a text message: it is not read as markup, which could take seconds, and goes out
    /// as it stands.
    /// </summary>
    internal const int MaxMarkup = 5 * TextSplitter.MaxLength;

    /// <param name="text">Clean, see <see cref="CleanText"/>.</param>
    public static string Of(string text) => Of(text, new ShapingBudget());

    internal static string Of(string text, ShapingBudget budget) =>
        text.Length <= MaxMarkup && WithoutMarkup(text, budget) is { } plain ? plain : Tidy(text);

    /// <returns>Null: the budget is spent.</returns>
    private static string? WithoutMarkup(string text, ShapingBudget budget)
    {
        var (tags, edits) = (HtmlTags.Find(text), new Edits(text));
        var addresses = Urls.Find(text).Concat(Addresses(text)).Concat(SpacedAddresses.Find(text)).ToList();
        var code = MarkdownEdits.Add(text, Masked(text, tags, addresses), edits, budget);
        if (budget.IsSpent)
        {
            return null;
        }

        // What is left is read as HTML. What is not markup there must survive that.
        tags.RemoveAll(t => code[t.Where.Start]);
        foreach (var tag in tags)
        {
            if (tag.Name == "br" && IsRow(text, tag.Where.Start))
            {
                edits.Replace(tag.Where.Start, tag.Where.End, ", ");
            }
            else if (HtmlNames.Hidden.Contains(tag.Name))
            {
                edits.Remove(tag.Where.Start, tag.Where.End);
            }
            else if (HtmlNames.Plainer.TryGetValue(tag.Name, out var plainer))
            {
                var name = text.IndexOf(tag.Name, tag.Where.Start, StringComparison.OrdinalIgnoreCase);
                edits.Replace(name, name + tag.Name.Length, plainer);
                if (plainer == HtmlNames.Verbatim && tag.Words < text.Length && text[tag.Words] == '\n')
                {
                    // It begins below its tag.
                    edits.Remove(tag.Words, tag.Words + 1);
                }
            }
        }

        KeepApart(addresses, tags, edits);
        var starts = tags.Select(t => t.Where.Start).ToHashSet();
        var entities = Entities.Find(text);
        for (var i = 0; i < text.Length; i++)
        {
            var meant = text[i] == '<' ? !starts.Contains(i) : text[i] == '&' && (!entities.Contains(i) || code[i]);
            if (meant)
            {
                edits.Replace(i, i + 1, Entities.Escape(text[i].ToString()));
            }
        }

        var html = edits.Apply();
        var plain = tags.Count > 0 ? HtmlToText.Convert(html, budget) : Entities.Decode(html);
        return plain is null ? null : Tidy(AddressMarks.Resolve(plain));
    }

    /// <summary>Marks the ends of addresses that markup sets apart from their neighbours: it will be gone.</summary>
    private static void KeepApart(List<TextSpan> addresses, List<HtmlTag> tags, Edits edits)
    {
        var (opens, closes) = (tags.Select(t => t.Where.Start).ToHashSet(), tags.Select(t => t.Words).ToHashSet());
        foreach (var where in addresses.Where(a => !tags.Exists(t => t.Where.Start <= a.Start && a.Start < t.Words)))
        {
            if (edits.EndAt(where.Start) || closes.Contains(where.Start))
            {
                edits.Insert(where.Start, AddressMarks.Begin.ToString());
            }

            if (edits.StartAt(where.End) || opens.Contains(where.End))
            {
                edits.Insert(where.End, AddressMarks.End.ToString());
            }
        }
    }

    /// <summary>The text with what Markdown must not look into blotted out, at the same length, so that places in it are places in the text.</summary>
    private static string Masked(string text, List<HtmlTag> tags, List<TextSpan> addresses)
    {
        var mask = text.ToCharArray();
        foreach (var where in addresses)
        {
            mask.AsSpan(where.Start..where.End).Fill('x');
        }

        foreach (var tag in tags)
        {
            var inside = mask.AsSpan(tag.Where.Start..tag.Where.End);
            // A quotation mark is neither a letter nor a blank to the rules of emphasis.
            // A line end within a cell of a Markdown table would end the table.
            var ends = tag.EndsLine && !(tag.Name == "br" && IsRow(text, tag.Where.Start));
            inside.Fill(ends && !tag.Opaque ? ' ' : '“');
            if (ends)
            {
                inside[^1] = '\n';
            }
        }

        return new string(mask);
    }

    private static bool IsRow(string text, int at) =>
        text.AsSpan(at > 0 ? text.LastIndexOf('\n', at - 1) + 1 : 0).TrimStart(' ') is ['|', ..];

    /// <summary>E-mail addresses, masked ones too: j***@example.com.</summary>
    private static IEnumerable<TextSpan> Addresses(string text)
    {
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var (start, end) = (at, at + 1);
            while (start > 0 && IsOfAddress(text[start - 1]))
            {
                start--;
            }

            while (end < text.Length && IsOfAddress(text[end]))
            {
                end++;
            }

            // **me@x.org** is emphasis around an address.
            while (start < at && text[start] is '*' or '_' && end > at + 1 && text[end - 1] == text[start])
            {
                (start, end) = (start + 1, end - 1);
            }

            while (end > at + 1 && text[end - 1] is '.' or '*' or '_')
            {
                end--;
            }

            if (start < at && end > at + 1)
            {
                yield return new TextSpan(start, end);
            }
        }
    }

    private static bool IsOfAddress(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '*' or '%';

    /// <summary>No blanks at line ends, and one empty line in a row at most.</summary>
    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        var empty = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var kept = line.TrimEnd();
            empty = kept.IsEmpty ? empty + 1 : 0;
            if (empty < 2)
            {
                tidy.Append(kept).Append('\n');
            }
        }

        return tidy.ToString().Trim();
    }
}
