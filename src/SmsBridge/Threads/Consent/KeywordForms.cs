using System.Globalization;
using System.Text;
using SmsBridge.Shaping;

namespace SmsBridge.Threads.Consent;

/// <summary>
/// What a text says once everything is taken away that says nothing: case, accents, punctuation, quotes, emoji, width, invisible characters. Not with
/// <c>string.Normalize</c>, which leaves all but ASCII as it is where the process runs without ICU, as this one does.
/// </summary>
internal static class KeywordForms
{
    /// <summary>No word of consent is longer, however much stands around it that is not a letter.</summary>
    private const int MostLetters = 40;

    private static readonly Dictionary<char, char> Plain = new[]
    {
        ("ÀÁÂÃÄÅĀĂĄ", 'A'),
        ("ÇĆČ", 'C'),
        ("ĎĐ", 'D'),
        ("ÈÉÊËĒĘĚ", 'E'),
        ("ÌÍÎÏĪİı", 'I'),
        ("Ł", 'L'),
        ("ÑŃŇ", 'N'),
        ("ÒÓÔÕÖØŌŐ", 'O'),
        ("ŚŠŞ", 'S'),
        ("ÙÚÛÜŪŮŰ", 'U'),
        ("ÝŸ", 'Y'),
        ("ŹŻŽ", 'Z'),
    }
        .SelectMany(row => row.Item1, (row, accented) => KeyValuePair.Create(accented, row.Item2))
        .ToDictionary();

    /// <summary>Letters in a circle, in a box, or from the alphabets of mathematics, which keyboards offer as fonts: where each set of A to Z begins.</summary>
    private static readonly int[] Alphabets = [0x24B6, 0x24D0, 0x1F130, 0x1F150, 0x1F170, 0xFF21, 0xFF41];

    private const int Letters = 26;

    private const int MathematicsFrom = 0x1D400;

    private const int MathematicsTo = 0x1D6A3;

    /// <summary>
    /// Its words in capitals with one blank in between. A word that is written letter by letter (<c>S T O P</c>) is that word, and one that is said
    /// again and again (<c>Stop! Stop!</c>) counts once.
    /// </summary>
    /// <returns>Empty where there is no word, or more than any word of consent has.</returns>
    public static string Fold(string text)
    {
        var words = new List<string>();
        var (word, letters) = (new StringBuilder(), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsNothing(rune))
            {
                continue;
            }

            if (Letter(rune) is not { } letter)
            {
                End();
                continue;
            }

            if (++letters > MostLetters)
            {
                return "";
            }

            word.Append(letter);
        }

        End();
        return words.Count == 0 ? ""
            : words.TrueForAll(w => w == words[0]) && words[0].Length > 1 ? words[0]
            : string.Join(words.TrueForAll(w => w.Length == 1) ? "" : " ", words);

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    /// <summary>Also within a word: what nobody sees, and an accent that is a character by itself.</summary>
    private static bool IsNothing(Rune rune) =>
        (Unseen.Is(rune) && !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static string? Letter(Rune rune)
    {
        var plain =
            Array.Find(Alphabets, first => rune.Value >= first && rune.Value < first + Letters) is > 0 and var from
                ? new Rune('A' + rune.Value - from)
            : rune.Value is >= MathematicsFrom and <= MathematicsTo ? new Rune('A' + (rune.Value - MathematicsFrom) % Letters)
            : rune;
        return !Rune.IsLetterOrDigit(plain) ? null
            : Rune.ToUpperInvariant(plain) is { IsBmp: true } upper && Plain.TryGetValue((char)upper.Value, out var bare) ? bare.ToString()
            : Rune.ToUpperInvariant(plain).ToString();
    }
}
