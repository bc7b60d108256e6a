using System.Globalization;

namespace SmsBridge.Shaping;

/// <summary>Cuts a text into parts that the provider takes.</summary>
internal static class TextSplitter
{
    /// <summary>In UTF-16 units; Twilio refuses more (21617).</summary>
    public const int MaxLength = 1600;

    /// <summary>For channels that count no segments: as many as no part has.</summary>
    public const int AnySegments = MaxLength;

    /// <summary>
    /// Parts in order; only blanks at the cuts are lost. Cut after the last sentence that leaves the part at least half full, else at the last
    /// word end, else before an address on the web, else between characters as people see them. No text, no parts.
    /// </summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <param name="segments">SMS segments a part, from 1.</param>
    /// <param name="max">UTF-16 units a part.</param>
    public static IEnumerable<string> Split(string text, int segments, int max = MaxLength)
    {
        var urls = Urls.Find(text);
        for (var start = SkipBlanks(text, 0); start < text.Length; )
        {
            var reach = Reach(text, start, segments, max);
            var cut =
                reach == text.Length ? reach : CutAt(text, start, reach, urls, url => Reach(text, url.Start, segments, max) >= url.End);
            yield return text[start..cut].TrimEnd();
            start = SkipBlanks(text, cut);
        }
    }

    /// <returns>The end of the longest run of whole characters from <paramref name="start"/> that is within the limits; one code point at least.</returns>
    private static int Reach(string text, int start, int segments, int max)
    {
        var end = Reach(text, start, segments, max, StringInfo.GetNextTextElementLength);
        if (end == start)
        {
            // A character longer than a part: cut between code points at least, for half a surrogate pair cannot be stored.
            end = Reach(text, start, segments, max, CodePoint);
        }

        return end > start ? end : start + CodePoint(text, start);
    }

    private static int Reach(string text, int start, int segments, int max, Func<string, int, int> lengthOf)
    {
        var (end, counted) = (start, new Segments());
        while (end < text.Length)
        {
            var length = lengthOf(text, end);
            counted.Add(text.AsSpan(end, Math.Min(length, max + 1)));
            if (end + length - start > max || counted.Count > segments)
            {
                break;
            }

            end += length;
        }

        return end;
    }

    private static int CodePoint(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    private static int CutAt(string text, int start, int reach, List<TextSpan> urls, Func<TextSpan, bool> fits)
    {
        for (var i = reach; i > start && i - start >= (reach - start + 1) / 2; i--)
        {
            if (!IsHeld(text[i]) && SentenceEnds.At(text, i) && IsWhole(text, i) && Around(urls, i) is null)
            {
                return i;
            }
        }

        for (var i = reach; i > start; i--)
        {
            if (IsBlank(text, i))
            {
                return i;
            }
        }

        return Around(urls, reach) is { } url && url.Start > start && fits(url) ? url.Start : reach;
    }

    /// <returns>The address that a cut there would break.</returns>
    private static TextSpan? Around(List<TextSpan> urls, int cut)
    {
        var (low, high) = (0, urls.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (urls[middle].Start < cut && cut < urls[middle].End)
            {
                return urls[middle];
            }

            (low, high) = urls[middle].End <= cut ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>Whether a sentence may end there: no joiner or mark belongs to what is on the left, and none to the blank on the right.</summary>
    private static bool IsWhole(string text, int at) =>
        char.IsWhiteSpace(text[at]) ? !CarriesMark(text, at) : StringInfo.GetNextTextElementLength(text, at - 1) == 1;

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]) && !CarriesMark(text, at))
        {
            at++;
        }

        return at;
    }

    /// <summary>Whether a word may end here.</summary>
    private static bool IsBlank(string text, int at) => char.IsWhiteSpace(text[at]) && !IsHeld(text[at]) && !CarriesMark(text, at);

    /// <summary>No-break blanks hold a number and its unit together.</summary>
    private static bool IsHeld(char c) => c is '\u00A0' or '\u2007' or '\u202F' or Gsm7.HeldBlank;

    /// <summary>A blank with a combining mark on it is a character to see.</summary>
    private static bool CarriesMark(string text, int at) => text[at] != '\n' && StringInfo.GetNextTextElementLength(text, at) > 1;
}
