using System.Text.RegularExpressions;

namespace SmsBridge.Shaping;

/// <summary>
/// Finds addresses with blanks where markup says that they are addresses. Models write them as in the name of a file; to Markdown they are none.
/// </summary>
internal static class SpacedAddresses
{
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;

    /// <summary>Behind the words of a link or an image, with a title or without.</summary>
    private static readonly Regex Linked = new(
        @"\]\([ \t]*(?<target>(https?://|www\.|mailto:|tel:|sms:|geo:|whatsapp:|\+[0-9]|[a-z0-9-]+(\.[a-z0-9-]+)+/)"
            + @"[^()\n<>""]*(\([^()\n<>""]*\)[^()\n<>""]*)*)([ \t]""[^""\n]*"")?[ \t]*\)",
        Safe
    );

    /// <summary>The name of a file in pointed brackets, or below the text: without its ending, words may follow the address.</summary>
    private static readonly Regex File = new(
        @"(<|^ {0,3}\[[^\]\n]{1,100}\]:[ \t]+)(?<target>https?://[^\s<>""|]+([ \t]+[^\s<>""|]+)+\.[a-z0-9]{2,5})(>|[ \t]*$)",
        Safe | RegexOptions.Multiline
    );

    public static IEnumerable<TextSpan> Find(string text)
    {
        // What each of them has in it, most texts have not.
        IEnumerable<Match> linked = text.Contains("](", StringComparison.Ordinal) ? Linked.Matches(text) : [];
        IEnumerable<Match> files = text.Contains("://", StringComparison.Ordinal) ? File.Matches(text) : [];
        return linked
            .Concat(files)
            .Select(m => m.Groups["target"])
            .Where(t => t.Value.Trim().Any(char.IsWhiteSpace) && LinkTarget.Of(Entities.Decode(t.Value)) is not null)
            .Select(t => new TextSpan(t.Index, t.Index + t.Value.TrimEnd().Length));
    }
}
