using System.Text.RegularExpressions;
using SmsBridge.Tests.Layout;

namespace SmsBridge.Tests.Docs;

/// <summary>The pages of the repository that people read, and what stands in them.</summary>
internal static partial class Pages
{
    private static readonly string[] Folders = ["docs", "src", "examples", "deploy"];

    /// <summary>Text by path from the root, with forward slashes.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        Folders
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Sources.Root, f), "*.md", SearchOption.AllDirectories))
            .Append(Path.Combine(Sources.Root, "README.md"))
            .Select(f => Path.GetRelativePath(Sources.Root, f).Replace('\\', '/'))
            .Where(f => !f.Contains("/node_modules/") && !f.Contains("/bin/") && !f.Contains("/obj/"))
            .ToDictionary(f => f, Text, StringComparer.Ordinal);

    public static string Text(string path) => File.ReadAllText(Path.Combine(Sources.Root, path));

    /// <summary>Where a page's links and pictures lead. Code is left out: it shows links that are none.</summary>
    public static IEnumerable<string> Targets(string text)
    {
        var prose = Span().Replace(Fence().Replace(text, ""), "");
        return Link().Matches(prose).Concat(Picture().Matches(prose)).Select(m => m.Groups["to"].Value);
    }

    /// <summary>What stands between backquotes.</summary>
    public static IEnumerable<string> Spans(string text) => Span().Matches(Fence().Replace(text, "")).Select(m => m.Groups["code"].Value);

    /// <summary>The names under which a page's headings can be linked to, as hosts of Markdown make them.</summary>
    public static HashSet<string> Anchors(string text)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(Fence().Replace(text, "")))
        {
            var words = Shown().Replace(heading.Groups["title"].Value, "${text}").Trim().ToLowerInvariant();
            var anchor = string.Concat(words.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');
            for (var twin = 1; !anchors.Add(anchor); twin++)
            {
                anchor = $"{anchor}-{twin}";
            }
        }

        return anchors;
    }

    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline;

    [GeneratedRegex(@"^ *```[^`]*?^ *```", Safe)]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<code>[^`\n]+)`", Safe)]
    private static partial Regex Span();

    [GeneratedRegex(@"\[[^\]]*\]\((?<to>[^)\s]+)\)", Safe)]
    private static partial Regex Link();

    [GeneratedRegex("<img [^>]*src=\"(?<to>[^\"]+)\"", Safe)]
    private static partial Regex Picture();

    [GeneratedRegex("^#+ (?<title>.+)$", Safe)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", Safe)]
    private static partial Regex Shown();
}
