using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace SmsBridge.Shaping;

/// <summary>A tag or comment as it stands in the text.</summary>
/// <param name="Where">With the content of what is opaque.</param>
/// <param name="Words">Where the tag itself ends.</param>
/// <param name="Opaque">Comment, or an element whose content is shown as it is or not at all: no Markdown in there.</param>
internal readonly record struct HtmlTag(TextSpan Where, int Words, string Name, bool Opaque)
{
    /// <summary>It ends a line, as Markdown sees it.</summary>
    public bool EndsLine => HtmlNames.Blocks.Contains(Name) || Name == "br";
}

/// <summary>Tells tags from what people mean literally: <c>a &lt; b</c>, <c>&lt;3</c>, <c>Use &lt;your name&gt; here</c>.</summary>
internal static class HtmlTags
{
    private static readonly Regex Tag = new(
        """<!--(?<comment>.*?)-->|<(!doctype|\?xml)[^>]*>|<(?<close>/?)(?<name>[a-z][a-z0-9:-]*)(?<attributes>(\s+[a-z_:@][a-z0-9_:.@-]*(\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*(?<self>/?)>""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Singleline
    );

    private static readonly FrozenSet<string> Opaque = new[] { "pre", "code", "kbd", "samp", "tt" }
        .Concat(HtmlNames.Hidden)
        .Except(["head"])
        .ToFrozenSet();

    /// <summary>Deeper than this is no markup that anybody meant, and AngleSharp would exhaust the stack, which ends the process.</summary>
    private const int MaxDepth = 400;

    /// <summary>In order.</summary>
    public static List<HtmlTag> Find(string text)
    {
        var tags = new List<HtmlTag>();
        if (!text.Contains('<'))
        {
            return tags;
        }

        var matches = Tag.Matches(text).ToList();
        var closers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var match in matches.Where(m => m.Groups["close"].Length > 0))
        {
            closers[match.Groups["name"].Value] = match.Index;
        }

        var depth = 0;
        foreach (var match in matches.Where(m => IsTag(m, closers)))
        {
            var name = match.Groups["name"].Value.ToLowerInvariant();
            var (words, end) = (match.Index + match.Length, match.Index + match.Length);
            var opaque = name.Length == 0;
            if (Opaque.Contains(name) && match.Groups["close"].Length == 0 && closers.GetValueOrDefault(name) > match.Index)
            {
                opaque = true;
                end = CloserOf(name, match, matches);
            }

            var opens = name.Length > 0 && match.Groups["close"].Length == 0 && !HtmlNames.Void.Contains(name);
            depth += opens ? 1 : -Math.Min(match.Groups["close"].Length, depth);
            if (depth > MaxDepth)
            {
                return [];
            }

            tags.Add(new HtmlTag(new TextSpan(match.Index, end), words, name, opaque));
        }

        return tags;
    }

    /// <summary>Where the element's end begins. What looks like a tag in scripts and the like is none.</summary>
    private static int CloserOf(string name, Match opener, List<Match> matches)
    {
        var (depth, last) = (1, opener.Index + opener.Length);
        foreach (var match in matches.Where(m => m.Index >= opener.Index + opener.Length && IsNamed(m, name)))
        {
            var closes = match.Groups["close"].Length > 0;
            depth +=
                closes ? -1
                : HtmlNames.Raw.Contains(name) || match.Groups["self"].Length > 0 ? 0
                : 1;
            last = closes ? match.Index : last;
            if (depth == 0)
            {
                break;
            }
        }

        return last;
    }

    private static bool IsNamed(Match match, string name) =>
        match.Groups["name"].ValueSpan.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsTag(Match match, Dictionary<string, int> closers)
    {
        var name = match.Groups["name"].Value;
        var attributes = match.Groups["attributes"].ValueSpan;
        if (Reasoning.IsNamed(name))
        {
            return false;
        }

        if (
            (HtmlNames.Hidden.Contains(name) || HtmlNames.Media.Contains(name))
            && match.Groups["close"].Length == 0
            && closers.GetValueOrDefault(name) < match.Index
        )
        {
            // All that follows would be hidden with it.
            return false;
        }

        // A comment, the end of an element, an element that stands alone: nobody writes these by chance.
        var clear = name.Length == 0 || match.Groups["close"].Length > 0 || match.Groups["self"].Length > 0 || attributes.Contains('=');
        // Words between the brackets are not attributes: if a<b and c>d.
        return clear
            || attributes.IsWhiteSpace() && (HtmlNames.Unmistakable.Contains(name) || closers.GetValueOrDefault(name) > match.Index);
    }
}

/// <summary>Elements by what they do to text.</summary>
internal static class HtmlNames
{
    /// <summary>Nobody else's name.</summary>
    public const string Verbatim = "x-pre";

    /// <summary>Their content is no markup.</summary>
    public static readonly FrozenSet<string> Raw = Names("script style title textarea");

    /// <summary>They stand on lines of their own.</summary>
    public static readonly FrozenSet<string> Blocks = Names(
        "p div section article header footer main nav aside address ul ol menu dir li dl dt dd table caption thead tbody tfoot tr td th h1 h2 h3 h4 "
            + "h5 h6 hgroup blockquote pre hr form fieldset legend figure figcaption details summary dialog search option optgroup center html body"
    );

    /// <summary>Set apart by an empty line.</summary>
    public static readonly FrozenSet<string> Paragraphs = Names("p h1 h2 h3 h4 h5 h6 blockquote hr");

    /// <summary>They have no end.</summary>
    public static readonly FrozenSet<string> Void = Names("area base br col embed hr img input link meta source track wbr");

    /// <summary>Their content is not for reading. They are taken out before anything is parsed.</summary>
    public static readonly FrozenSet<string> Hidden = Names("head title script style template svg canvas select textarea datalist");

    /// <summary>Their content is for who cannot show them; what they show has an address.</summary>
    public static readonly FrozenSet<string> Media = Names("iframe object audio video");

    /// <summary>
    /// What the parser is told instead, where the name alone has it do what no text needs: open an element again in each block behind it, take
    /// all that follows for words or drop it, or look behind each of them for a line end by calling itself, which exhausts the stack.
    /// </summary>
    public static readonly FrozenDictionary<string, string> Plainer = new[]
    {
        ("span", "b big code em font i nobr small strong tt u math noembed noframes noscript frameset frame plaintext isindex"),
        ("del", "s strike"),
        (Verbatim, "pre listing xmp"),
    }
        .SelectMany(row => row.Item2.Split(' '), (row, name) => KeyValuePair.Create(name, row.Item1))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>No placeholder looks like these, unlike <c>&lt;code&gt;</c>, <c>&lt;address&gt;</c> or <c>&lt;a&gt;</c>.</summary>
    public static readonly FrozenSet<string> Unmistakable = Names(
        "br hr p div span strong em ul ol li dl dt dd table thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6 blockquote pre img small big sub sup ins del "
            + "strike html body head script style iframe font wbr nobr"
    );

    private static FrozenSet<string> Names(string names) => names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
