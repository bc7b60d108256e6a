namespace SmsBridge.Shaping;

/// <summary>How a row of a table reads on a handset.</summary>
internal static class TableRow
{
    public const string Bar = " | ";

    /// <summary>Stands for a cell without words, so that those behind it keep their columns.</summary>
    public const string Empty = "-";

    /// <summary>Empty cells at the end go.</summary>
    public static string Of(IReadOnlyList<string> cells)
    {
        var count = cells.Count;
        while (count > 0 && string.IsNullOrWhiteSpace(cells[count - 1]))
        {
            count--;
        }

        return string.Join(Bar, cells.Take(count).Select(c => string.IsNullOrWhiteSpace(c) ? Empty : c));
    }
}

/// <summary>Which columns of an HTML table are taken by cells from rows above (<c>rowspan</c>).</summary>
internal sealed class SpannedColumns
{
    /// <summary>Of more columns no handset could show a row.</summary>
    private const int MaxColumns = 30;

    private readonly int[] rows = new int[MaxColumns];

    /// <summary>Adds what stands before the next cell, and after it.</summary>
    /// <param name="cells">The row so far; gets empty cells for columns that are taken.</param>
    public void Add(List<string> cells, string words, string? columns, string? down)
    {
        AddTaken(cells);
        var (width, height) = (Number(columns), Number(down));
        for (var i = 0; i < width && (i == 0 || cells.Count < MaxColumns); i++)
        {
            if (cells.Count < MaxColumns)
            {
                // This row is counted when it ends.
                rows[cells.Count] = Math.Max(rows[cells.Count], height);
            }

            cells.Add(i == 0 ? words : "");
        }
    }

    public void EndRow()
    {
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Math.Max(rows[i] - 1, 0);
        }
    }

    private void AddTaken(List<string> cells)
    {
        while (cells.Count < MaxColumns && rows[cells.Count] > 0)
        {
            cells.Add("");
        }
    }

    private static int Number(string? attribute) => int.TryParse(attribute, out var number) ? Math.Clamp(number, 1, MaxColumns) : 1;
}
