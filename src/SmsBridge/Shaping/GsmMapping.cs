using System.Collections.Frozen;
using System.Text;

namespace SmsBridge.Shaping;

/// <summary>
/// Typographic characters become their plain look-alikes when the whole text fits GSM-7 by that: one curly quote halves what a segment holds.
/// Accents, other scripts, emoji and signs with a meaning of their own (™ × → ÷) are never replaced; a text with one of them stays as it is.
/// </summary>
internal static class GsmMapping
{
    /// <summary>Zero-width space, word joiner, byte order mark, soft hyphen: nobody misses them. The joiners of emoji and scripts are not among them.</summary>
    private const string Invisible = "\u200B\u2060\uFEFF\u00AD";

    /// <summary>Nothing to see in a text that has only Latin letters otherwise: joiners, direction marks, variation selectors.</summary>
    private const string InvisibleInLatin =
        Invisible + "\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFE0E\uFE0F";

    private static readonly (string From, string To)[] Table =
    [
        (InvisibleInLatin, ""),
        ("\t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200A\u205F\u3000", " "),
        ("\u00A0\u2007\u202F", Gsm7.HeldBlank.ToString()),
        ("\u2028\u2029", "\n"),
        ("“”„‟«»″‶ʺˮ❝❞〝〞〟", "\""),
        ("‘’‚‛′‵ʹʻʼʽˈˊˋ´`❛❜", "'"),
        ("‐‑‒–—―−⁃•‣◦▪▫●﹘﹣", "-"),
        ("…", "..."),
        ("‥", ".."),
        ("‹﹤", "<"),
        ("›﹥", ">"),
        ("⁄∕⧸", "/"),
        ("∣", "|"),
        ("‗", "_"),
        ("ˆ", "^"),
        ("˜∼", "~"),
        ("⁎∗", "*"),
        ("‼", "!!"),
        ("⁇", "??"),
        ("⁈", "?!"),
        ("⁉", "!?"),
        ("、﹐", ","),
        ("。｡﹒", "."),
        ("ﬀ", "ff"),
        ("ﬁ", "fi"),
        ("ﬂ", "fl"),
        ("ﬃ", "ffi"),
        ("ﬄ", "ffl"),
        // The same letters under another number.
        ("\u212A", "K"),
        ("\u212B", "Å"),
        ("\u2126", "Ω"),
        ("\u037E", ";"),
        ("¼", "1/4"),
        ("½", "1/2"),
        ("¾", "3/4"),
    ];

    private static readonly FrozenDictionary<char, string> Map = Table
        .SelectMany(row => row.From, (row, c) => KeyValuePair.Create(c, row.To))
        // The full-width forms of ASCII.
        .Concat(Enumerable.Range('!', '~' - '!' + 1).Select(c => KeyValuePair.Create((char)(c + 0xFEE0), ((char)c).ToString())))
        .ToFrozenDictionary();

    /// <summary>Letters of the alphabet that may come as two characters. (string.Normalize composes nothing without ICU.)</summary>
    private static readonly FrozenDictionary<(char Letter, char Accent), char> Composed = new[]
    {
        ("aeiou", '\u0300', "àèìòù"),
        ("eE", '\u0301', "éÉ"),
        ("nN", '\u0303', "ñÑ"),
        ("aouAOU", '\u0308', "äöüÄÖÜ"),
        ("aA", '\u030A', "åÅ"),
        ("C", '\u0327', "Ç"),
    }
        .SelectMany(row => row.Item1.Zip(row.Item3, (letter, whole) => KeyValuePair.Create((letter, row.Item2), whole)))
        .ToFrozenDictionary();

    public static string Apply(string text) => Loosen(Hold(text));

    /// <summary>What <see cref="Hold"/> held together may now be cut.</summary>
    public static string Loosen(string text) => text.Replace(Gsm7.HeldBlank, ' ');

    /// <summary>With <see cref="Gsm7.HeldBlank"/> for blanks at which a line must not end.</summary>
    /// <param name="text">Well-formed UTF-16, clean.</param>
    public static string Hold(string text) =>
        Gsm7.Holds(text) ? text
        : Mapped(text) is { } mapped ? mapped
        : Without(text, Invisible);

    /// <returns>Null when characters remain that GSM-7 does not hold.</returns>
    private static string? Mapped(string text)
    {
        var mapped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (mapped.Length > 0 && Composed.TryGetValue((mapped[^1], c), out var whole))
            {
                mapped[^1] = whole;
            }
            else if (Gsm7.Holds(c))
            {
                mapped.Append(c);
            }
            else if (Map.TryGetValue(c, out var plain))
            {
                // 2½ is 2 1/2, not 21/2.
                var fraction = plain is [>= '0' and <= '9', '/', ..] && mapped.Length > 0 && char.IsAsciiDigit(mapped[^1]);
                mapped.Append(fraction ? " " : "").Append(plain);
            }
            else
            {
                return null;
            }
        }

        // At the end of a line there is nothing to hold, and the two together would be read as one character.
        return mapped.Replace($"{Gsm7.HeldBlank}\n", " \n").ToString();
    }

    private static string Without(string text, string unwanted) =>
        text.AsSpan().ContainsAny(unwanted) ? string.Concat(text.Where(c => !unwanted.Contains(c))) : text;
}
