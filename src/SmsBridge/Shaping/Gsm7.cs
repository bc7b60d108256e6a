using System.Buffers;

namespace SmsBridge.Shaping;

/// <summary>The default alphabet of SMS and its extension table (3GPP TS 23.038, 6.2.1).</summary>
internal static class Gsm7
{
    /// <summary>Two septets each: an escape and a code. The form feed is left out, for no handset shows one.</summary>
    private const string Extension = "^{}\\[~]|€";

    /// <summary>
    /// Stands for a no-break blank until a text is cut: the alphabet has none, and this character is in no clean text (see <see cref="CleanText"/>).
    /// </summary>
    public const char HeldBlank = '\r';

    private static readonly SearchValues<char> Extended = SearchValues.Create(Extension);

    private static readonly SearchValues<char> All = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
            + Extension
    );

    public static bool Holds(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(All);

    public static bool Holds(char c) => All.Contains(c);

    /// <summary>For a character that the alphabet holds.</summary>
    public static int Septets(char c) => Extended.Contains(c) ? 2 : 1;
}
