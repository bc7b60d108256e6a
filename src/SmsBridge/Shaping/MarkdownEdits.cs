using Markdig;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SmsBridge.Shaping;

/// <summary>Edits Markdown's marks out of a text. Blocks are here, what stands inside lines is in <see cref="MarkdownInlines"/>.</summary>
internal sealed class MarkdownEdits(string text, string mask, Edits edits)
{
    private static readonly MarkdownPipeline Pipeline = Build();

    private readonly bool[] code = new bool[text.Length];

    /// <param name="mask">What Markdown is to see of the text, at the same length.</param>
    /// <returns>For each character whether it is code, which is not to be read as anything else.</returns>
    public static bool[] Add(string text, string mask, Edits edits, ShapingBudget budget)
    {
        var markdown = new MarkdownEdits(text, mask, edits);
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(MarkdownDepth.Limit(AsCjk(mask)), Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig's answer to text that is nested absurdly deep; that is no markup which anybody meant.
            return markdown.code;
        }

        var nodes = document.Descendants().TakeWhile(_ => budget.Visit()).ToList();
        foreach (var block in nodes.OfType<Block>())
        {
            markdown.AddBlock(block);
        }

        new MarkdownInlines(text, mask, edits, markdown.code).Add(nodes.OfType<Inline>().ToList());
        new LooseMarkdown(mask, edits, markdown.code).Add();
        new MarkdownTables(text, mask, edits, markdown.code).Add();
        return markdown.code;
    }

    /// <summary>To the rules of emphasis all scripts without blanks are alike; Markdig knows those of China, Japan and Korea.</summary>
    private static string AsCjk(string mask) =>
        string.Create(
            mask.Length,
            mask,
            (letters, from) =>
            {
                for (var i = 0; i < letters.Length; i++)
                {
                    letters[i] = EmphasisRules.IsOfScriptWithoutBlanks(from[i]) ? '字' : from[i];
                }
            }
        );

    private static MarkdownPipeline Build()
    {
        // Tags are taken care of elsewhere; indented text is indented, not code.
        var builder = new MarkdownPipelineBuilder().UsePreciseSourceLocation().UseCjkFriendlyEmphasis().DisableHtml();
        builder.BlockParsers.TryRemove<IndentedCodeBlockParser>();
        return builder.Build();
    }

    private void AddBlock(Block block)
    {
        switch (block)
        {
            case HeadingBlock { IsSetext: true } heading:
                edits.RemoveLine(heading.Span.End);
                break;
            case HeadingBlock heading:
                AddHeading(heading);
                break;
            case ThematicBreakBlock rule:
                AddRule(rule);
                break;
            case FencedCodeBlock fence:
                AddFence(fence);
                break;
            case QuoteBlock quote when quote.Parent is not QuoteBlock:
                AddQuote(quote);
                break;
            case ListBlock { IsOrdered: false, BulletType: '*' } list when list.Count > 1 || list.Parent is ListItemBlock:
                // One line with an asterisk may be a footnote; several are a list.
                foreach (var item in list.Where(item => mask[item.Span.Start] == '*'))
                {
                    edits.Replace(item.Span.Start, item.Span.Start + 1, "-");
                }

                break;
        }
    }

    private void AddHeading(HeadingBlock heading)
    {
        var (start, line) = (heading.Span.Start, LineOf(heading.Span.Start));
        var words = start;
        while (words < line.End && mask[words] == '#')
        {
            words++;
        }

        var level = words - start;
        while (words < line.End && mask[words] is ' ' or '\t')
        {
            words++;
        }

        // "# of items: 3" and "# 5" are numbers of something.
        var said = mask[words..line.End];
        var number = level == 1 && said.Length > 0 && (char.IsLower(said[0]) || char.IsDigit(said[0]) || EndsInCount(said));
        if (level == 0 || said.Length == 0 || number)
        {
            return;
        }

        edits.Remove(start, words);
        var open = said.TrimEnd().TrimEnd('#');
        if (open.Length < said.TrimEnd().Length && open.EndsWith(' '))
        {
            edits.Remove(words + open.TrimEnd().Length, line.End);
        }
    }

    private static bool EndsInCount(string words) =>
        words.LastIndexOf(':') is var colon and >= 0 && int.TryParse(words.AsSpan(colon + 1), out _);

    /// <summary>Rows of more asterisks or underscores are a rating or a blank to fill in.</summary>
    private void AddRule(ThematicBreakBlock rule)
    {
        var line = LineOf(rule.Span.Start);
        var marks = mask[line.Start..line.End].Trim();
        if (rule.ThematicChar == '-' || marks.Length == 3 || marks.Contains(' '))
        {
            var start = rule.Span.Start;
            edits.Remove(start, start + mask[start..line.End].TrimEnd().Length);
        }
    }

    private void AddFence(FencedCodeBlock fence)
    {
        // Without its end, as in a reply that was cut off, it goes on to the end.
        var end = fence is { ClosingFencedCharCount: 0, Parent: MarkdownDocument } ? mask.Length - 1 : fence.Span.End;
        var (first, last) = (LineOf(fence.Span.Start), LineOf(Math.Min(end, mask.Length - 1)));
        if (last.Start <= first.Start)
        {
            return;
        }

        edits.RemoveLine(fence.Span.Start);
        var closed = mask[last.Start..last.End].Trim() is { Length: >= 3 } marks && marks.All(c => c == fence.FencedChar);
        if (closed)
        {
            edits.RemoveLine(last.Start);
        }

        Array.Fill(code, true, first.Start, last.End - first.Start);
    }

    private void AddQuote(QuoteBlock quote)
    {
        for (var line = LineOf(quote.Span.Start); line.Start <= quote.Span.End; line = LineOf(line.End + 1))
        {
            // In an item of a list the quote begins behind the item's mark.
            var first = line.Start <= quote.Span.Start;
            var start = first ? quote.Span.Start : line.Start;
            var words = start;
            while (words < line.End && mask[words] is '>' or ' ' or '\t')
            {
                words++;
            }

            var mark = mask.IndexOf('>', start, words - start);
            var spaced = words == line.End || words > start && mask[words - 1] is ' ' or '\t';
            if (first && (!spaced || words < line.End && !IsMeant(quote, line, mask[words])))
            {
                return;
            }

            if (mark >= 0 && spaced)
            {
                edits.Remove(mark, words);
            }

            if (line.End + 1 >= mask.Length)
            {
                return;
            }
        }
    }

    /// <summary>"&gt; 5 items" and "&gt;:(" on a line of their own quote nobody.</summary>
    private bool IsMeant(QuoteBlock quote, TextSpan line, char said) =>
        char.IsLetter(said)
        || char.IsSurrogate(said)
        || "*_[!=\"'“«¡¿#(-`".Contains(said)
        || quote is not [ParagraphBlock]
        || line.End < quote.Span.End && mask.AsSpan(line.End + 1).TrimStart(" \t") is ['>', ..];

    private TextSpan LineOf(int at)
    {
        var start = at > 0 ? mask.LastIndexOf('\n', at - 1) + 1 : 0;
        var end = mask.IndexOf('\n', at);
        return new TextSpan(start, end < 0 ? mask.Length : end);
    }
}
