using System.Text.RegularExpressions;

namespace SmsBridge.Shaping;

/// <summary>How a link reads on a handset: <c>text: address</c>.</summary>
internal static class LinkText
{
    private static readonly Regex Scheme = new("^[a-z][a-z0-9+.-]*:", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    /// <summary>A host without a scheme; not the name of a page beside the current one.</summary>
    private static readonly Regex Host = new(
        "^[a-z0-9-]+([.][a-z0-9-]+)*[.][a-z]{2,}(:[0-9]+)?([/?#]|$)",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    );

    private static readonly string[] Pages =
    [
        ".html",
        ".htm",
        ".php",
        ".aspx",
        ".jsp",
        ".pdf",
        ".md",
        ".txt",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".docx",
        ".zip",
    ];

    /// <summary>Whether this is meant as a target at all, and not as words in parentheses.</summary>
    public static bool IsTarget(string href) => href.IndexOfAny(['/', '.', '#', '?', ':', '@']) >= 0;

    /// <returns>What a customer can open, write to or call; null for anything else.</returns>
    public static string? Target(string href)
    {
        // Word processors and models put typographic quotes around it.
        href = href.Trim().Trim('“', '”', '„', '‘', '’', '"', '\'');
        if (Starts(href, "https://") || Starts(href, "http://"))
        {
            return href;
        }

        foreach (var scheme in (string[])["mailto:", "tel:", "sms:"])
        {
            if (Starts(href, scheme))
            {
                var end = href.IndexOfAny(['?', ';']);
                var address = Uri.UnescapeDataString(href[scheme.Length..(end < 0 ? href.Length : end)]).Trim();
                return address.Length > 0 ? address : null;
            }
        }

        if (Starts(href, "//"))
        {
            return href.Length > 2 ? "https:" + href : null;
        }

        var page = Pages.Any(p => href.EndsWith(p, StringComparison.OrdinalIgnoreCase)) && !href.Contains('/');
        return Host.IsMatch(href) && !page && !(Scheme.IsMatch(href) && !Host.IsMatch(href)) ? href : null;
    }

    /// <summary>What follows the words of a link.</summary>
    /// <param name="words">As people see them.</param>
    /// <param name="target">By <see cref="Target"/>.</param>
    public static string Suffix(string words, string? target)
    {
        words = words.Trim();
        return target is null || words.Length > 0 && Says(words, target) ? ""
            : words.Length == 0 ? target
            : words.EndsWith(':') ? " " + target
            : ": " + target;
    }

    /// <summary>Whether the words are the address but for the way it is written.</summary>
    private static bool Says(string words, string target) =>
        words.Contains(target, StringComparison.OrdinalIgnoreCase)
        || IsAddress(words) && Starts(Bare(target), Bare(words) + "?")
        || Bare(words).Equals(Bare(target), StringComparison.OrdinalIgnoreCase)
        || target.Length > 4 && target.All(c => !char.IsLetter(c)) && Digits(words) == Digits(target);

    private static string Bare(string address)
    {
        foreach (var start in (string[])["https://", "http://", "mailto:", "tel:", "www."])
        {
            address = Starts(address, start) ? address[start.Length..] : address;
        }

        return address.TrimEnd('/');
    }

    private static bool IsAddress(string words) => Starts(words, "http") || Starts(words, "www.");

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static bool Starts(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
