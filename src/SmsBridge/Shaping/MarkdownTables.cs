using System.Text.RegularExpressions;

namespace SmsBridge.Shaping;

/// <summary>
/// Edits tables into a line a row, with bars between the cells. Found by their delimiter row: Markdig takes a table only after an empty line,
/// and agents leave none.
/// </summary>
internal sealed class MarkdownTables(string text, string mask, Edits edits, bool[] code)
{
    private static readonly Regex Delimiters = new(
        @"^[\s>]*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    );

    private static readonly Regex Nothing = new(
        @"^(\s|&nbsp;|<br\s*/?>)*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    );

    public void Add()
    {
        var lines = Lines();
        for (var i = 0; i < lines.Count; i++)
        {
            var (head, body) = (i > 0 && IsRow(lines[i - 1]), i + 1 < lines.Count && IsRow(lines[i + 1]));
            // Without a head the bars must be there.
            if (!IsDelimiters(lines[i]) || !head && !(body && mask.AsSpan(lines[i].Start).TrimStart(" \t>") is ['|', ..]))
            {
                continue;
            }

            edits.RemoveLine(lines[i].Start);
            if (head)
            {
                AddRow(lines[i - 1]);
            }

            while (i + 1 < lines.Count && IsRow(lines[i + 1]))
            {
                i++;
                if (IsDelimiters(lines[i]))
                {
                    edits.RemoveLine(lines[i].Start);
                }
                else
                {
                    AddRow(lines[i]);
                }
            }
        }
    }

    private bool IsDelimiters(TextSpan line) => IsRow(line) && !code[line.Start] && Delimiters.IsMatch(mask.AsSpan(line.Start..line.End));

    private bool IsRow(TextSpan line) => mask.AsSpan(line.Start..line.End).Contains('|');

    /// <summary>As <see cref="TableRow"/> has it.</summary>
    private void AddRow(TextSpan row)
    {
        var (at, empty, first) = (row.Start, 0, true);
        foreach (var cell in Cells(row))
        {
            if (cell.Start >= cell.End || Nothing.IsMatch(text.AsSpan(cell.Start..cell.End)))
            {
                empty++;
                continue;
            }

            var before = string.Concat(Enumerable.Repeat(TableRow.Empty + TableRow.Bar, empty));
            edits.Replace(at, cell.Start, first ? before : TableRow.Bar + before);
            (at, empty, first) = (cell.End, 0, false);
        }

        edits.Remove(at, row.End);
    }

    /// <summary>Without the blanks around them, and without what stands before the first bar of a row that has one there.</summary>
    private IEnumerable<TextSpan> Cells(TextSpan row)
    {
        var outer = mask.AsSpan(row.Start..row.End).TrimStart(" \t>");
        row = outer is ['|', ..] ? row with { Start = row.End - outer.Length + 1 } : row;
        var start = row.Start;
        for (var i = row.Start; i <= row.End; i++)
        {
            if (i == row.End || mask[i] == '|' && !code[i] && (i == row.Start || mask[i - 1] != '\\'))
            {
                var words = mask.AsSpan(start..i);
                yield return new TextSpan(i - words.TrimStart().Length, start + words.TrimEnd().Length);
                start = i + 1;
            }
        }
    }

    private List<TextSpan> Lines()
    {
        var (lines, start) = (new List<TextSpan>(), 0);
        while (start <= mask.Length)
        {
            var end = mask.IndexOf('\n', start);
            end = end < 0 ? mask.Length : end;
            lines.Add(new TextSpan(start, end));
            start = end + 1;
        }

        return lines;
    }
}
