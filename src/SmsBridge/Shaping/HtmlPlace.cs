using System.Runtime.InteropServices;
using AngleSharp.Dom;

namespace SmsBridge.Shaping;

/// <summary>What the elements around a node say of how it reads.</summary>
/// <param name="Verbatim">In <c>pre</c>: blanks are kept.</param>
/// <param name="InBlock">Blanks and line ends are one blank.</param>
/// <param name="InItem">In an item of a list: paragraphs are not set apart.</param>
/// <param name="InLink">The address that counts is the link's.</param>
/// <param name="Struck">The marks for that are there already.</param>
/// <param name="List">The innermost.</param>
/// <param name="Columns">Of the innermost table.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HtmlPlace(
    int Depth,
    bool Verbatim,
    bool InBlock,
    bool InItem,
    bool InLink,
    bool Struck,
    HtmlList? List,
    int ListDepth,
    SpannedColumns? Columns
)
{
    /// <summary>In levels of lists. What is further in has the width of a handset against it.</summary>
    private const int MaxIndent = 8;

    public string Indent => new(' ', 2 * Math.Clamp(ListDepth - 1, 0, MaxIndent));

    public HtmlPlace In(HtmlList list) => this with { List = list, ListDepth = ListDepth + 1 };
}

/// <summary>Counts the items of a list.</summary>
/// <param name="next">Null: they have no numbers.</param>
internal sealed class HtmlList(long? next)
{
    private long? next = next;

    public static HtmlList Of(IElement list) =>
        new(
            list.LocalName != "ol" ? null
            : int.TryParse(list.GetAttribute("start"), out var start) ? start
            : 1
        );

    /// <returns>What stands before the words of the item.</returns>
    public string Mark(IElement item)
    {
        var number = next is not null && int.TryParse(item.GetAttribute("value"), out var own) ? own : next;
        next = number + 1;
        return number is null ? "- " : $"{number}. ";
    }
}
