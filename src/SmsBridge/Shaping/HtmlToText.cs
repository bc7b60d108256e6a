using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace SmsBridge.Shaping;

/// <summary>The text of HTML, in lines as a browser would show it. Line ends outside of blocks are kept, for agents write them as such.</summary>
internal sealed class HtmlToText
{
    /// <summary>Deeper than this, only the words are taken: markup that nobody meant must not exhaust the stack.</summary>
    private const int MaxDepth = 200;

    private readonly TextLines lines = new();

    public static string Convert(string html)
    {
        using var document = new HtmlParser().ParseDocument(html);
        return document.Body is { } body ? Read(body, new Place()) : "";
    }

    private static string Read(INode parent, Place place)
    {
        var text = new HtmlToText();
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
                lines.Append(element.GetAttribute("alt") ?? "");
                break;
            case "a":
                AddLink(element, place);
                break;
            case "li":
                AddItem(element, place);
                break;
            case "tr":
                var cells = element
                    .Children.Where(c => c.LocalName is "td" or "th")
                    .Select(c => OneLine(c, place))
                    .Where(c => c.Length > 0);
                lines.Break(1);
                lines.Append(string.Join(" | ", cells));
                lines.Break(1);
                break;
            case "sup" when element.TextContent.Trim() is { Length: > 0 } power && power.All(char.IsAsciiDigit) && lines.EndsInWord:
                lines.Append("^" + power);
                break;
            case "s" or "strike" or "del" when OneLine(element, place) is { Length: > 0 } gone:
                // Without its marks, a price that no longer holds would be the price.
                lines.Append($"~~{gone}~~");
                break;
            case "q":
                lines.Append("\"");
                AddAll(element, place);
                lines.Append("\"");
                break;
            case "pre":
                lines.Break(1);
                AddAll(element, place with { Verbatim = true });
                lines.Break(1);
                break;
            case var name when HtmlNames.Blocks.Contains(name):
                var apart = HtmlNames.Paragraphs.Contains(name) && !place.InItem ? 2 : 1;
                lines.Break(apart);
                AddAll(element, place with { InBlock = true });
                lines.Break(apart);
                break;
            default:
                AddAll(element, place);
                break;
        }
    }

    private void AddLink(IElement link, Place place)
    {
        var words = OneLine(link, place);
        var target = LinkText.Target(link.GetAttribute("href") ?? "");
        AddAll(link, place);
        lines.Append(LinkText.Suffix(words, target));
    }

    private void AddItem(IElement item, Place place)
    {
        var list = item.ParentElement;
        var depth = item.Ancestors<IElement>().Count(a => a.LocalName is "ul" or "ol");
        lines.Break(1);
        lines.Append(new string(' ', 2 * Math.Max(depth - 1, 0)) + (list?.LocalName == "ol" ? $"{Number(item, list)}. " : "- "));
        lines.Hold();
        AddAll(item, place with { InBlock = true, InItem = true });
        lines.Break(1);
    }

    private static int Number(IElement item, IElement list)
    {
        var number = int.TryParse(list.GetAttribute("start"), out var start) ? start - 1 : 0;
        foreach (var sibling in list.Children.Where(c => c.LocalName == "li"))
        {
            number = int.TryParse(sibling.GetAttribute("value"), out var own) ? own : number + 1;
            if (sibling == item)
            {
                break;
            }
        }

        return number;
    }

    private static string OneLine(INode node, Place place) =>
        string.Join(' ', Read(node, place with { InBlock = true }).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsHidden(IElement element) =>
        HtmlNames.Hidden.Contains(element.LocalName)
        || element.HasAttribute("hidden")
        || element.GetAttribute("style")?.Replace(" ", "").Contains("display:none", StringComparison.OrdinalIgnoreCase) == true;

    /// <param name="Verbatim">In <c>pre</c>: blanks are kept.</param>
    /// <param name="InBlock">Blanks and line ends are one blank.</param>
    /// <param name="InItem">In an item of a list: paragraphs are not set apart.</param>
    private readonly record struct Place(int Depth, bool Verbatim, bool InBlock, bool InItem);
}
