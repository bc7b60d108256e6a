using System.Text.RegularExpressions;

namespace SmsBridge.Messages;

/// <summary>When two texts say the same.</summary>
internal static partial class Likeness
{
    /// <summary>What a person may well say again: "yes", "ok thanks". Such texts are no sign of a machine.</summary>
    private const int ShortWords = 3;
    private const int ShortLength = 20;

    private const double Near = 0.9;

    /// <summary>Characters compared; two texts that are alike for so long are alike.</summary>
    private const int MaxLength = 400;

    /// <summary>Without blanks at its ends, each run of blanks one, in lower case: equal keys are equal texts.</summary>
    public static string Key(string text) => Blanks().Replace(text.Trim(), " ").ToLowerInvariant();

    /// <summary>Machines count and tell the time: each number is one sign.</summary>
    public static string WithoutNumbers(string key) => Digits().Replace(key, "#");

    public static bool IsShort(string key) => key.Length < ShortLength && key.Count(c => c == ' ') < ShortWords;

    public static bool AreNear(string a, string b) => Ratio(a, b) >= Near;

    /// <summary>1: equal; 0: nothing in common. One less the edit distance (Levenshtein) over the longer length.</summary>
    public static double Ratio(string a, string b)
    {
        var x = a.AsSpan(0, Math.Min(a.Length, MaxLength));
        var y = b.AsSpan(0, Math.Min(b.Length, MaxLength));
        var longer = Math.Max(x.Length, y.Length);
        if (longer == 0)
        {
            return 1;
        }

        // The distance is at least the difference in length.
        var atLeast = Math.Abs(x.Length - y.Length);
        return 1 - ((1 - ((double)atLeast / longer) < Near ? atLeast : Distance(x, y)) / (double)longer);
    }

    private static int Distance(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        var row = Enumerable.Range(0, y.Length + 1).ToArray();
        for (var i = 1; i <= x.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= y.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (x[i - 1] == y[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
