using System.Globalization;
using System.Runtime.InteropServices;

namespace SmsBridge.Shaping;

/// <summary>Names of the two alphabets, as stored and shown.</summary>
internal static class Encodings
{
    public const string Gsm7 = "GSM-7";
    public const string Ucs2 = "UCS-2";
}

/// <summary>
/// Counts the SMS segments of a text that grows, as Twilio's calculator does. A segment has 140 octets; of several, each loses 6 to a header:
/// 160 septets alone and 153 each, or 70 UTF-16 units alone and 67 each. One character outside GSM-7 turns the whole text to UCS-2. An escaped
/// septet pair does not span two segments, nor does a character as people see it: a letter with its accents, a joined emoji, a flag.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Segments
{
    private const int UnitsOfSeveral = 67;

    private Tally septets = new(160, 153);
    private Tally units = new(70, UnitsOfSeveral);
    private bool outside;

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

    /// <param name="text">Whole characters as people see them.</param>
    public void Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var length = StringInfo.GetNextTextElementLength(text);
            AddCharacter(text[..length]);
            text = text[length..];
        }
    }

    private void AddCharacter(ReadOnlySpan<char> character)
    {
        foreach (var c in character)
        {
            outside |= !Gsm7.Holds(c);
            septets.Add(outside ? 1 : Gsm7.Septets(c));
        }

        if (character.Length <= UnitsOfSeveral)
        {
            units.Add(character.Length);
            return;
        }

        // No segment holds it: only its surrogate pairs stay whole.
        foreach (var rune in character.EnumerateRunes())
        {
            units.Add(rune.Utf16SequenceLength);
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
