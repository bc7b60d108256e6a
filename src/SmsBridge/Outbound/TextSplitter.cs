using System.Globalization;

namespace SmsBridge.Outbound;

/// <summary>Cuts a text into parts that the provider takes.</summary>
internal static class TextSplitter
{
    /// <summary>Twilio refuses more (21617).</summary>
    public const int MaxLength = 1600;

    /// <summary>Parts in order, cut at word ends; a word longer than a part is cut between characters as people see them. No text, no parts.</summary>
    /// <param name="max">UTF-16 code units a part.</param>
    public static IEnumerable<string> Split(string text, int max = MaxLength)
    {
        var rest = text.Trim();
        while (rest.Length > max)
        {
            var cut = CutAt(rest, max);
            yield return rest[..cut].TrimEnd();
            rest = rest[cut..].TrimStart();
        }

        if (rest.Length > 0)
        {
            yield return rest;
        }
    }

    private static int CutAt(string text, int max)
    {
        for (var i = max; i > 0; i--)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                return i;
            }
        }

        // No word ends within the part: keep what people see as one character together.
        var cut = 0;
        while (cut < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text, cut);
            if (cut + length > max)
            {
                break;
            }

            cut += length;
        }

        // Longer than a part: cut between code points at least, for half a surrogate pair cannot be stored.
        return cut > 0 ? cut
            : max > 1 && char.IsLowSurrogate(text[max]) ? max - 1
            : max;
    }
}
