namespace SmsBridge.Hosting;

/// <summary>What no text of ours can hold: Postgres has no room for U+0000 in a text, and no encoding has any for half of an emoji.</summary>
internal static class Unstorable
{
    /// <returns>What is wrong with a text, as the end of a sentence that names it; null: nothing.</returns>
    public static string? Text(string text) =>
        text.Contains('\0') ? "contains the character U+0000, which cannot be stored; leave it out."
        : HasHalfPair(text) ? "contains half of an emoji (a surrogate without its other half), which cannot be stored; leave it out."
        : null;

    private static bool HasHalfPair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
