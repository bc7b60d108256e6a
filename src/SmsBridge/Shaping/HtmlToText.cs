using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace SmsBridge.Shaping;

/// <summary>
/// The text of HTML, in lines as a browser would show it. Line ends outside of blocks are kept, for agents write them as such. Each node is read
/// once: what depends on the words of an element is put around them when they are there.
/// </summary>
internal sealed class HtmlToText(ShapingBudget budget)
{
    /// <summary>Deeper than this, only the words are taken: markup that nobody meant must not exhaust the stack.</summary>
    private const int MaxDepth = 200;

    private readonly TextLines lines = new();

    /// <returns>Null: the budget is spent.</returns>
    public static string? Convert(string html, ShapingBudget budget)
    {
        using var document = new HtmlParser().ParseDocument(html);
        var text = document.Body is { } body ? Read(body, new Place(), budget) : "";
        return budget.IsSpent ? null : text;
    }

    private static string Read(INode parent, Place place, ShapingBudget budget)
    {
        var text = new HtmlToText(budget);
        text.AddAll(parent, place);
        return text.lines.ToString();
    }

    private void AddAll(INode parent, Place place)
    {
        if (place.Depth > MaxDepth)
        {
            lines.Words(parent.TextContent);
            return;
        }

        foreach (var node in parent.ChildNodes)
        {
            if (!budget.Visit())
            {
                return;
            }

            if (node is IText words)
            {
                Add(words.Data, place);
            }
            else if (node is IElement element && !IsHidden(element))
            {
                Add(element, place with { Depth = place.Depth + 1 });
            }
        }
    }

    private void Add(string words, Place place)
    {
        if (place.Verbatim)
        {
            lines.Append(words);
        }
        else if (place.InBlock)
        {
            lines.Words(words);
        }
        else
        {
            lines.Text(words);
        }
    }

    private void Add(IElement element, Place place)
    {
        switch (element.LocalName)
        {
            case "br":
                lines.End();
                break;
            case "img":
                AddMedia(element.GetAttribute("alt"), element.GetAttribute("src"), element, place);
                break;
            case var media when media == "embed" || HtmlNames.Media.Contains(media):
                AddMedia(element.GetAttribute("title"), Source(element), element, place);
                break;
            case "a":
                AddLink(element, place);
                break;
            case "ul" or "menu" or "dir":
                AddBlock(element, place with { List = new ListNumbers(null), ListDepth = place.ListDepth + 1 });
                break;
            case "ol":
                AddBlock(element, place with { List = ListNumbers.From(element), ListDepth = place.ListDepth + 1 });
                break;
            case "li":
                AddItem(element, place);
                break;
            case "table":
                AddBlock(element, place with { Columns = new SpannedColumns() });
                break;
            case "tr":
                AddRow(element, place);
                break;
            case "sup":
                AddPower(element, place);
                break;
            case "del" when !place.Struck:
                // Without its marks, a price that no longer holds would be the price.
                Wrap("~~", "~~", element, place with { Struck = true });
                break;
            case "q":
                Wrap("\"", "\"", element, place);
                break;
            case HtmlNames.Verbatim:
                lines.Break(1);
                AddAll(element, place with { Verbatim = true });
                lines.Break(1);
                break;
            case var name when HtmlNames.Blocks.Contains(name):
                AddBlock(element, place);
                break;
            default:
                AddAll(element, place);
                break;
        }
    }

    private void AddBlock(IElement element, Place place)
    {
        var apart = HtmlNames.Paragraphs.Contains(element.LocalName) && !place.InItem ? 2 : 1;
        lines.Break(apart);
        AddAll(element, place with { InBlock = true });
        lines.Break(apart);
    }

    private void Wrap(string before, string after, IElement element, Place place)
    {
        var start = lines.Place;
        AddAll(element, place);
        lines.Wrap(start, before, after);
    }

    private void AddLink(IElement link, Place place)
    {
        var start = lines.Place;
        AddAll(link, place with { InLink = true });
        var reads = LinkText.Of(lines.Since(start), LinkTarget.Of(link.GetAttribute("href") ?? ""));
        lines.Wrap(start, reads.Before, reads.After);
        lines.Append(reads.Alone);
    }

    /// <summary>A handset shows no picture that stands in a text: what it is called, and where it is.</summary>
    private void AddMedia(string? words, string? address, IElement element, Place place)
    {
        if (IsPixel(element))
        {
            return;
        }

        words = words?.Trim() ?? "";
        var reads = LinkText.Of(words, place.InLink ? null : LinkTarget.Of(address ?? ""));
        lines.Append(words.Length > 0 ? reads.Before + words + reads.After : reads.Alone);
    }

    private static string? Source(IElement element) =>
        element.GetAttribute("src")
        ?? element.GetAttribute("data")
        ?? element.Children.FirstOrDefault(c => c.LocalName == "source")?.GetAttribute("src");

    /// <summary>Counts who has read a page, and shows nothing.</summary>
    private static bool IsPixel(IElement element) =>
        element.GetAttribute("width") is "0" or "1" || element.GetAttribute("height") is "0" or "1";

    private void AddItem(IElement item, Place place)
    {
        lines.Break(1);
        lines.Append(new string(' ', 2 * Math.Clamp(place.ListDepth - 1, 0, ListNumbers.MaxIndent)));
        lines.Append(place.List?.Next(item) is { } number ? $"{number}. " : "- ");
        lines.Hold();
        AddAll(item, place with { InBlock = true, InItem = true });
        lines.Break(1);
    }

    private void AddRow(IElement row, Place place)
    {
        var (cells, columns) = (new List<string>(), place.Columns ?? new SpannedColumns());
        foreach (var cell in row.Children.Where(c => c.LocalName is "td" or "th" && !IsHidden(c)))
        {
            if (!budget.Visit())
            {
                return;
            }

            columns.Add(cells, OneLine(cell, place), cell.GetAttribute("colspan"), cell.GetAttribute("rowspan"));
        }

        columns.EndRow();
        lines.Break(1);
        lines.Append(TableRow.Of(cells));
        lines.Break(1);
    }

    private void AddPower(IElement element, Place place)
    {
        var (start, behindWord) = (lines.Place, lines.EndsInWord);
        AddAll(element, place);
        if (behindWord && lines.Since(start) is { Length: > 0 } power && power.All(char.IsAsciiDigit))
        {
            lines.Wrap(start, "^", "");
        }
    }

    /// <summary>No-break blanks stay what they are.</summary>
    private string OneLine(INode node, Place place) =>
        string.Join(' ', Read(node, place with { InBlock = true }, budget).Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static bool IsHidden(IElement element) =>
        element.HasAttribute("hidden")
        || element.GetAttribute("style")?.Replace(" ", "").Contains("display:none", StringComparison.OrdinalIgnoreCase) == true;

    /// <param name="Verbatim">In <c>pre</c>: blanks are kept.</param>
    /// <param name="InBlock">Blanks and line ends are one blank.</param>
    /// <param name="InItem">In an item of a list: paragraphs are not set apart.</param>
    /// <param name="InLink">The address that counts is the link's.</param>
    /// <param name="Struck">The marks for that are there already.</param>
    /// <param name="List">The innermost.</param>
    /// <param name="Columns">Of the innermost table.</param>
    private readonly record struct Place(
        int Depth,
        bool Verbatim,
        bool InBlock,
        bool InItem,
        bool InLink,
        bool Struck,
        ListNumbers? List,
        int ListDepth,
        SpannedColumns? Columns
    );

    /// <summary>Counts the items of a list.</summary>
    /// <param name="next">Null: they have no numbers.</param>
    private sealed class ListNumbers(long? next)
    {
        /// <summary>In levels. What is further in has the width of a handset against it.</summary>
        public const int MaxIndent = 8;

        private long? next = next;

        public static ListNumbers From(IElement list) => new(int.TryParse(list.GetAttribute("start"), out var start) ? start : 1);

        public long? Next(IElement item)
        {
            var number = next is not null && int.TryParse(item.GetAttribute("value"), out var own) ? own : next;
            next = number + 1;
            return number;
        }
    }
}
