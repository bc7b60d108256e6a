using System.Globalization;

namespace SmsBridge.Handoff;

/// <summary>Cuts where people see a character end: never inside a surrogate pair, a joined emoji or a letter with its accents.</summary>
internal static class Characters
{
    /// <summary>The longest beginning of at most <paramref name="max"/> UTF-16 code units.</summary>
    public static string Start(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        var cut = 0;
        while (cut + StringInfo.GetNextTextElementLength(text, cut) is var next && next <= max)
        {
            cut = next;
        }

        // One character longer than the whole: nobody has typed that.
        return text[..cut];
    }
}
