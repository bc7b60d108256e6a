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
        var text = document.Body is { } body ? Read(body, new HtmlPlace(), budget) : "";
        return budget.IsSpent ? null : text;
    }

    private static string Read(INode parent, HtmlPlace place, ShapingBudget budget)
    {
        var text = new HtmlToText(budget);
        text.AddAll(parent, place);
        return text.lines.ToString();
    }

    private void AddAll(INode parent, HtmlPlace place)
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

    private void Add(string words, HtmlPlace place)
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

    private void Add(IElement element, HtmlPlace place)
    {
        switch (element.LocalName)
        {
            case "br":
                lines.End();
                break;
            case var _ when HtmlMedia.Is(element):
                AddMedia(element, place);
                break;
            case "a":
                AddLink(element, place);
                break;
            case "ul" or "ol" or "menu" or "dir":
                AddBlock(element, place.In(HtmlList.Of(element)));
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

    private void AddBlock(IElement element, HtmlPlace place)
    {
        var apart = HtmlNames.Paragraphs.Contains(element.LocalName) && !place.InItem ? 2 : 1;
        lines.Break(apart);
        AddAll(element, place with { InBlock = true });
        lines.Break(apart);
    }

    private void Wrap(string before, string after, IElement element, HtmlPlace place)
    {
        var start = lines.Place;
        AddAll(element, place);
        lines.Wrap(start, before, after);
    }

    private void AddLink(IElement link, HtmlPlace place)
    {
        var start = lines.Place;
        AddAll(link, place with { InLink = true });
        var reads = LinkText.Of(lines.Since(start), LinkTarget.Of(link.GetAttribute("href") ?? ""));
        lines.Wrap(start, reads.Before, reads.After);
        lines.Append(reads.Alone);
    }

    private void AddMedia(IElement media, HtmlPlace place)
    {
        var words = HtmlMedia.Words(media);
        var reads = LinkText.Of(words, place.InLink ? null : HtmlMedia.Address(media));
        lines.Append(words.Length > 0 ? reads.Before + words + reads.After : reads.Alone);
    }

    private void AddItem(IElement item, HtmlPlace place)
    {
        lines.Break(1);
        lines.Append(place.Indent + (place.List?.Mark(item) ?? "- "));
        lines.Hold();
        AddAll(item, place with { InBlock = true, InItem = true });
        lines.Break(1);
    }

    private void AddRow(IElement row, HtmlPlace place)
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

    private void AddPower(IElement element, HtmlPlace place)
    {
        var (start, behindWord) = (lines.Place, lines.EndsInWord);
        AddAll(element, place);
        if (behindWord && lines.Since(start) is { Length: > 0 } power && power.All(char.IsAsciiDigit))
        {
            lines.Wrap(start, "^", "");
        }
    }

    /// <summary>No-break blanks stay what they are.</summary>
    private string OneLine(INode node, HtmlPlace place) =>
        string.Join(' ', Read(node, place with { InBlock = true }, budget).Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static bool IsHidden(IElement element) =>
        HtmlMedia.Is(element) && HtmlMedia.IsPixel(element)
        || element.HasAttribute("hidden")
        || element.GetAttribute("style")?.Replace(" ", "").Contains("display:none", StringComparison.OrdinalIgnoreCase) == true;
}
