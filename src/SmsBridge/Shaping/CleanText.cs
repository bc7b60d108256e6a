using System.Text;

namespace SmsBridge.Shaping;

/// <summary>Makes a text fit to be stored and sent: what Postgres, Twilio or a handset cannot take is removed, and nothing else.</summary>
internal static class CleanText
{
    /// <summary>Line and page ends become line feeds; control characters go, tab aside; half a surrogate pair becomes U+FFFD.</summary>
    public static string Of(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                // Of CR LF, the line feed follows.
                clean.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
            }
            else if (c is '\u0085' or '\f' or '\v')
            {
                clean.Append('\n');
            }
            else if (char.IsControl(c))
            {
                clean.Append(c is '\n' or '\t' ? c.ToString() : "");
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                clean.Append(c).Append(text[++i]);
            }
            else
            {
                clean.Append(char.IsSurrogate(c) ? '\uFFFD' : c);
            }
        }

        return clean.ToString();
    }
}
