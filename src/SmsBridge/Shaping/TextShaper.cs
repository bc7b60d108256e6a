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

/// <summary>Turns what somebody wrote into texts for a handset: plain, in the cheaper alphabet where nothing is lost, and split.</summary>
internal static class TextShaper
{
    /// <returns>In order; none when nothing is left to be seen.</returns>
    public static IReadOnlyList<ShapedPart> Shape(string text, TextSource source, int segmentsPerPart)
    {
        var clean = CleanText.Of(text);
        var plain = source == TextSource.Agent ? CleanText.Of(PlainText.Of(clean)) : clean;
        return TextSplitter.Split(GsmMapping.Apply(plain), segmentsPerPart).Select(Part).Where(HasSomethingToSee).ToList();
    }

    private static ShapedPart Part(string text)
    {
        var segments = Segments.Of(text);
        return new ShapedPart(text, segments.Count, segments.Encoding);
    }

    /// <summary>Joiners, marks of direction and the like take a segment and show nothing.</summary>
    private static bool HasSomethingToSee(ShapedPart part) => Unseen.HasSomethingToSee(part.Text);
}
