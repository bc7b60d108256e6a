using System.Text;

namespace SmsBridge.Shaping;

/// <summary>Text that grows by words and lines; blanks around line ends are dropped, and asked-for line ends are not doubled.</summary>
internal sealed class TextLines
{
    private readonly StringBuilder text = new();
    private int breaks;
    private bool held;
    private bool ended;

    public bool EndsInWord => breaks == 0 && text.Length > 0 && char.IsLetterOrDigit(text[^1]);

    /// <summary>Where what comes next will stand.</summary>
    public int Place => text.Length;

    /// <summary>As it is.</summary>
    public void Append(string words)
    {
        if (words.Length > 0)
        {
            Flush();
            text.Append(words);
        }
    }

    /// <summary>Runs of blanks are one blank; a line that begins like an item of a list stays a line.</summary>
    public void Words(string words)
    {
        foreach (var part in words.Split('\n').Select((line, i) => (Line: line, First: i == 0)))
        {
            var line = string.Join(' ', part.Line.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));
            var item =
                line.StartsWith("- ", StringComparison.Ordinal)
                || line.Length > 2 && char.IsAsciiDigit(line[0]) && line.IndexOf(". ", StringComparison.Ordinal) is 1 or 2;
            if (!part.First && item)
            {
                Break(1);
            }
            else if (!part.First || part.Line is [' ' or '\t', ..])
            {
                Blank();
            }

            Append(line);
            if (line.Length > 0 && part.Line[^1] is ' ' or '\t')
            {
                Blank();
            }
        }
    }

    /// <summary>As it is, but for blanks beside a line end that markup has set.</summary>
    public void Text(string words)
    {
        var trimmed = words.TrimStart(' ', '\t', '\n');
        if (breaks > 0 || ended || text.Length == 0)
        {
            var own = words.AsSpan(0, words.Length - trimmed.Length).Count('\n');
            if (ended && own > 1)
            {
                breaks = Math.Max(breaks, own);
            }
            else if (breaks > 0 && own > 0)
            {
                breaks = Math.Max(breaks, own);
            }

            words = trimmed;
        }
        else if (text[^1] == ' ' && words is [' ', ..])
        {
            // A mark between two blanks leaves one.
            words = words[1..];
        }

        Append(words);
    }

    /// <summary>A line end that is always meant.</summary>
    public void End()
    {
        Flush();
        TrimBlanks();
        text.Append('\n');
        ended = true;
    }

    /// <summary>The next words begin a line, with this many line ends before them.</summary>
    public void Break(int count)
    {
        if (!held)
        {
            breaks = Math.Max(breaks, count);
        }
    }

    /// <summary>What was written from a <see cref="Place"/> on, without the blanks around it.</summary>
    public string Since(int place) => text.ToString(place, text.Length - place).Trim();

    /// <summary>Puts something around what was written from a <see cref="Place"/> on, where that is more than blanks.</summary>
    public void Wrap(int place, string before, string after)
    {
        var (start, end) = (place, text.Length);
        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        if (start < end)
        {
            text.Insert(end, after).Insert(start, before);
        }
    }

    /// <summary>The next words belong on this line whatever their element asks for.</summary>
    public void Hold() => held = true;

    public override string ToString() => text.ToString();

    private void Blank()
    {
        if (breaks == 0 && text.Length > 0 && !char.IsWhiteSpace(text[^1]))
        {
            text.Append(' ');
        }
    }

    private void Flush()
    {
        if (breaks > 0 && text.Length > 0)
        {
            TrimBlanks();
            var there = 0;
            while (there < text.Length && text[^(there + 1)] == '\n')
            {
                there++;
            }

            text.Append('\n', Math.Max(breaks - there, 0));
        }

        (breaks, held, ended) = (0, false, false);
    }

    private void TrimBlanks()
    {
        while (text.Length > 0 && text[^1] is ' ' or '\t')
        {
            text.Length--;
        }
    }
}
