using System.Buffers;
using System.Globalization;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>
/// How many SMS segments a text takes: GSM-7 has 160 septets alone and 153 per part, anything else UCS-2 with 70 and 67 units
/// (3GPP TS 23.038); extension characters cost two septets, and neither they nor characters as people see them are split across parts.
/// </summary>
internal static class Segments
{
    private const string Extension = "\f^{}\\[~]|€";

    private static readonly SearchValues<char> Gsm7 = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
            + Extension
    );

    public static int Count(string text) => text.AsSpan().ContainsAnyExcept(Gsm7) ? Ucs2(text) : GsmParts(text);

    private static int GsmParts(string text)
    {
        var septets = text.Length + text.Count(Extension.Contains);
        if (septets <= 160)
            return 1;
        int parts = 1,
            used = 0;
        foreach (var c in text)
            Place(Extension.Contains(c) ? 2 : 1, 153, ref parts, ref used);
        return parts;
    }

    private static int Ucs2(string text)
    {
        if (text.Length <= 70)
            return 1;
        int parts = 1,
            used = 0;
        for (var characters = StringInfo.GetTextElementEnumerator(text); characters.MoveNext(); )
        {
            var character = characters.GetTextElement();
            if (character.Length <= 67)
            {
                Place(character.Length, 67, ref parts, ref used);
                continue;
            }

            foreach (var rune in character.EnumerateRunes())
                Place(rune.Utf16SequenceLength, 67, ref parts, ref used);
        }
        return parts;
    }

    private static void Place(int cost, int room, ref int parts, ref int used)
    {
        if (used + cost > room)
        {
            parts++;
            used = 0;
        }
        used += cost;
    }
}
