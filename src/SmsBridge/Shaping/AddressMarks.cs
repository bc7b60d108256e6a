using System.Globalization;
using System.Text;

namespace SmsBridge.Shaping;

/// <summary>
/// Keeps addresses apart from their neighbours once the markup between them is gone: a handset takes what touches an address for a part of it.
/// Two control characters, which no clean text has, stand where an address begins and ends until all markup is gone.
/// </summary>
internal static class AddressMarks
{
    public const char Begin = '\u0002';
    public const char End = '\u0003';

    private const string Openers = "\"'*¡¿:";
    private const string Closers = ".,;:!?\"'…。、，！？：；؟،؛۔।";

    public static string Around(string address) => $"{Begin}{address}{End}";

    public static string Without(string text) => text.AsSpan().ContainsAny(Begin, End) ? string.Concat(text.Where(c => !IsMark(c))) : text;

    /// <summary>Each mark becomes a blank where there is neither one nor punctuation that a handset tells from the address.</summary>
    public static string Resolve(string text)
    {
        if (!text.AsSpan().ContainsAny(Begin, End))
        {
            return text;
        }

        var (result, blankAt) = (new StringBuilder(text.Length + 16), -1);
        for (var i = 0; i < text.Length; i++)
        {
            var last = result.Length > 0 ? result[^1] : ' ';
            if (i == blankAt && !char.IsWhiteSpace(last) || text[i] == Begin && !Opens(last))
            {
                result.Append(' ');
            }

            if (text[i] == End)
            {
                blankAt = BlankAfter(text, i) ?? blankAt;
            }
            else if (text[i] != Begin)
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }

    /// <returns>Before which index a blank has to stand: at once, or behind punctuation. Null: none is needed.</returns>
    private static int? BlankAfter(string text, int mark)
    {
        var (next, closed, ascii) = (mark + 1, false, true);
        while (next < text.Length && (IsMark(text[next]) || Closes(text[next])))
        {
            closed |= !IsMark(text[next]) && text[next] != '\'';
            ascii &= char.IsAscii(text[next]);
            next++;
        }

        return next == text.Length || char.IsWhiteSpace(text[next]) ? null
            : closed && ascii ? next
            : mark + 1;
    }

    private static bool IsMark(char c) => c is Begin or End;

    private static bool Opens(char c) =>
        char.IsWhiteSpace(c)
        || Openers.Contains(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation;

    private static bool Closes(char c) =>
        Closers.Contains(c) || char.GetUnicodeCategory(c) is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation;
}
