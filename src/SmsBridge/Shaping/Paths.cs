using System.Text.RegularExpressions;

namespace SmsBridge.Shaping;

/// <summary>Tells backslashes that belong to the name of a file or folder: <c>C:\new</c>, <c>\\server\share</c>, <c>..\notes</c>.</summary>
internal static class Paths
{
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline;

    private static readonly Regex Path = new(
        @"^[(""'“‘\[<{*=]*(\\\\[A-Za-z0-9]|\.{1,2}\\|~\\|%[A-Za-z0-9_()]+%\\|HK[A-Z_]+\\)|(^|[^A-Za-z0-9])[A-Za-z]:\\",
        Safe
    );

    /// <summary>Longer than what stands before a backslash in any path that somebody texts.</summary>
    private const int MaxLength = 300;

    /// <param name="from">Nothing before it belongs to the word.</param>
    /// <param name="at">Of the backslash.</param>
    public static bool Hold(string text, int at, int from = 0)
    {
        var start = at;
        while (start > Math.Max(from, at - MaxLength) && !char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        return Path.IsMatch(text.AsSpan(start..Math.Min(at + 3, text.Length)));
    }
}
