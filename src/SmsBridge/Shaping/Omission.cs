using System.Text;

namespace SmsBridge.Shaping;

/// <summary>Leaves pieces of a text out, so that nobody sees that they were there.</summary>
internal static class Omission
{
    /// <param name="pieces">In order, without overlap.</param>
    public static string Of(string text, IReadOnlyList<TextSpan> pieces)
    {
        if (pieces.Count == 0)
        {
            return text;
        }

        var (rest, at) = (new StringBuilder(text.Length), 0);
        foreach (var piece in pieces)
        {
            rest.Append(text, at, piece.Start - at);
            at = piece.End;
            Join(rest, at < text.Length ? text[at] : '\n');
        }

        return rest.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>One blank of two stays, none before punctuation, and one comes between words.</summary>
    private static void Join(StringBuilder before, char after)
    {
        var last = before.Length > 0 ? before[^1] : '\n';
        if (last == ' ' && (char.IsWhiteSpace(after) || ".,;:!?)]".Contains(after)))
        {
            before.Length--;
        }
        else if (EmphasisRules.IsWord(last) && EmphasisRules.IsWord(after))
        {
            before.Append(' ');
        }
    }
}
