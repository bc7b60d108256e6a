using System.Text.RegularExpressions;

namespace SmsBridge.Shaping;

/// <summary>Takes out the marks by which models point at their sources: nobody can follow them, and each turns a text to UCS-2.</summary>
internal static class Citations
{
    /// <summary>
    /// <c>【4:0†source】</c> of OpenAI's assistants, and what its other models write: a private-use mark, the kind, what it points at, each behind
    /// a further mark, and an end. A title or a name in there is what the sentence says.
    /// </summary>
    private static readonly Regex Mark = new(
        @"【[^【】\n]{0,80}†[^【】\n]{0,200}】"
            + @"|\[[0-9]{1,4}(:[0-9]{1,4})?†[^\[\]\n]{0,200}\]"
            + "|\uE200entity\uE202\\[\"[^\"\uE201]*\",\\s*\"(?<said>[^\"\uE201]*)\"[^\uE201]{0,400}\uE201"
            + "|\uE200url\uE202(?<said>[^\uE200-\uE2FF]*)\uE202[^\uE201\n]{0,400}\uE201"
            + "|\uE200[^\uE201\n]{0,600}\uE201"
            // Cut off before its end.
            + "|\uE200[a-z_]{0,40}(\uE202[^\\s\uE200-\uE2FF]{0,200})*"
            + "|[\uE200-\uE2FF]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    );

    public static string Remove(string text)
    {
        if (text.AsSpan().IndexOf('†') < 0 && text.AsSpan().IndexOfAnyInRange('\uE200', '\uE2FF') < 0)
        {
            return text;
        }

        var removed = new List<TextSpan>();
        foreach (Match mark in Mark.Matches(text))
        {
            var (said, end) = (mark.Groups["said"], mark.Index + mark.Length);
            removed.Add(new TextSpan(mark.Index, said.Success ? said.Index : end));
            if (said.Success)
            {
                removed.Add(new TextSpan(said.Index + said.Length, end));
            }
        }

        return Omission.Of(text, removed);
    }
}
