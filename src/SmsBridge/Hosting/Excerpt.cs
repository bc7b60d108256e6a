namespace SmsBridge.Hosting;

/// <summary>The beginning of somebody's words, short enough for a message that repeats them.</summary>
internal static class Excerpt
{
    private const int Usual = 80;

    /// <param name="most">UTF-16 code units, without the mark that something was left out.</param>
    public static string Of(string text, int most = Usual) =>
        text.Length <= most ? text : $"{text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]}…";
}
