using System.Runtime.InteropServices;

namespace SmsBridge.Shaping;

/// <summary>Names of the two alphabets, as stored and shown.</summary>
internal static class Encodings
{
    public const string Gsm7 = "GSM-7";
    public const string Ucs2 = "UCS-2";
}

/// <summary>
/// Counts the SMS segments of a text that grows. A segment has 140 octets; of several, each loses 6 to a header: 160 septets alone and 153
/// each, or 70 UTF-16 units alone and 67 each. One character outside GSM-7 turns the whole text to UCS-2. An escaped septet pair or a
/// surrogate pair does not span two segments.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Segments
{
    private Tally septets = new(160, 153);
    private Tally units = new(70, 67);
    private bool outside;
    private bool high;

    public Segments() { }

    public readonly string Encoding => outside ? Encodings.Ucs2 : Encodings.Gsm7;

    /// <summary>0 without text.</summary>
    public readonly int Count => outside ? units.Segments : septets.Segments;

    public static Segments Of(ReadOnlySpan<char> text)
    {
        var segments = new Segments();
        segments.Add(text);
        return segments;
    }

    /// <param name="text">Whole code points.</param>
    public void Add(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            Add(c);
        }
    }

    private void Add(char c)
    {
        outside |= !Gsm7.Holds(c);
        septets.Add(outside ? 1 : Gsm7.Septets(c));
        if (high)
        {
            // Both halves at once, so that they share a segment.
            units.Add(2);
            high = false;
        }
        else if (char.IsHighSurrogate(c))
        {
            high = true;
        }
        else
        {
            units.Add(1);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Tally(int alone, int each)
    {
        private int total;
        private int full;
        private int used;

        public readonly int Segments =>
            total == 0 ? 0
            : total <= alone ? 1
            : full + 1;

        public void Add(int cost)
        {
            total += cost;
            if (used + cost > each)
            {
                full++;
                used = 0;
            }

            used += cost;
        }
    }
}
