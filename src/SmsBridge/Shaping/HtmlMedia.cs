using AngleSharp.Dom;

namespace SmsBridge.Shaping;

/// <summary>A picture, a film, a frame: no text shows one, so what there is of it is what it is called and where it is.</summary>
internal static class HtmlMedia
{
    /// <summary>The first has it in most pages; the others are for those that load it late.</summary>
    private static readonly string[] Sources = ["src", "data-src", "data", "srcset", "data-srcset"];

    public static bool Is(IElement element) => element.LocalName is "img" or "embed" || HtmlNames.Media.Contains(element.LocalName);

    public static string Words(IElement media) => (media.GetAttribute("alt") ?? media.GetAttribute("title") ?? "").Trim();

    public static LinkTarget? Address(IElement media) =>
        media
            .Children.Where(c => c.LocalName == "source")
            .Prepend(media)
            .SelectMany(e => Sources.Select(e.GetAttribute))
            .Select(s => LinkTarget.Of((s ?? "").Trim().Split(' ')[0]))
            .FirstOrDefault(t => t is not null);

    /// <summary>Counts who has read a page, and shows nothing.</summary>
    public static bool IsPixel(IElement media) => media.GetAttribute("width") is "0" or "1" || media.GetAttribute("height") is "0" or "1";
}
