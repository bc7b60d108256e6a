namespace SmsBridge.Shaping;

/// <summary>Who wrote a text, which says how it is to be read.</summary>
internal enum TextSource
{
    /// <summary>The agent, or people at a desk: what they write with may make HTML or Markdown of it.</summary>
    Agent,

    /// <summary>The bridge, or whoever has it start a text: every character is meant.</summary>
    Literal,
}

/// <summary>One text as it is sent.</summary>
/// <param name="Segments">SMS segments that it takes, by <see cref="Shaping.Segments"/>.</param>
/// <param name="Encoding">One of <see cref="Encodings"/>.</param>
internal sealed record ShapedPart(string Text, int Segments, string Encoding);

/// <param name="Parts">In order; none when nothing is left to be seen.</param>
/// <param name="CutFrom">How many characters there were, where only the first <see cref="TextShaper.MaxLength"/> are sent.</param>
internal sealed record ShapedText(IReadOnlyList<ShapedPart> Parts, int? CutFrom);

/// <summary>Turns what somebody wrote into texts for a handset: plain, in the cheaper alphabet where nothing is lost, and split.</summary>
internal static class TextShaper
{
    /// <summary>In UTF-16 units: ten of the longest texts. Nobody reads more on a phone, and each part costs.</summary>
    public const int MaxLength = 16_000;

    /// <summary>Stands at the end of what was cut.</summary>
    private const string More = " ...";

    /// <param name="segmentsPerPart">Or <see cref="TextSplitter.AnySegments"/>.</param>
    public static ShapedText Shape(string text, TextSource source, int segmentsPerPart)
    {
        var clean = CleanText.Of(text);
        if (source == TextSource.Agent)
        {
            clean = Citations.Remove(Reasoning.Remove(clean));
        }

        var written = Within(clean);
        var plain = source == TextSource.Agent ? CleanText.Of(PlainText.Of(LiteralLineEnds.Replace(written))) : written;
        // Markup may become more than it was, and so may three dots in one.
        var mapped = GsmMapping.Hold(plain);
        var parts = TextSplitter.Split(Within(mapped), segmentsPerPart).Select(p => Part(GsmMapping.Loosen(p))).Where(HasSomethingToSee);
        var length = Math.Max(clean.Length, mapped.Length);
        return new ShapedText(parts.ToList(), length > MaxLength ? length : null);
    }

    /// <summary>The beginning of a text that is too long, to the end of a word where there is one.</summary>
    private static string Within(string text) =>
        text.Length <= MaxLength ? text
        : TextSplitter.Split(text, TextSplitter.AnySegments, MaxLength - More.Length).FirstOrDefault() is { } beginning ? beginning + More
        : "";

    private static ShapedPart Part(string text)
    {
        var segments = Segments.Of(text);
        return new ShapedPart(text, segments.Count, segments.Encoding);
    }

    /// <summary>Joiners, marks of direction and the like take a segment and show nothing.</summary>
    private static bool HasSomethingToSee(ShapedPart part) => Unseen.HasSomethingToSee(part.Text);
}
