using System.Globalization;
using System.Text;

namespace SmsBridge.Shaping;

/// <summary>Which characters a handset shows nothing of.</summary>
internal static class Unseen
{
    /// <summary>
    /// False for a text of blanks, joiners, marks of direction, variation selectors and the like alone, also of U+FFFC, which stickers and dictation
    /// leave behind, and for an empty one.
    /// </summary>
    public static bool HasSomethingToSee(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Is(rune))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Unicode's categories, and what it leaves out of them: letters and signs that are made to be empty.</summary>
    public static bool Is(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        || rune.Value
            is 0xFFFC // object replacement
                or 0x034F // grapheme joiner
                or 0x115F // Hangul fillers
                or 0x1160
                or 0x3164
                or 0xFFA0
                or 0x17B4 // Khmer vowels without a sound
                or 0x17B5
                or 0x2800 // Braille without dots
                or (>= 0x180B and <= 0x180F) // Mongolian variation selectors
                or (>= 0x2060 and <= 0x206F)
                or (>= 0xFE00 and <= 0xFE0F) // variation selectors
                or (>= 0xFFF0 and <= 0xFFF8)
                or (>= 0xE0000 and <= 0xE0FFF); // tags and more variation selectors
}
