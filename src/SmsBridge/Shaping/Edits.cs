using System.Runtime.InteropServices;
using System.Text;

namespace SmsBridge.Shaping;

/// <summary>A piece of a text.</summary>
/// <param name="End">Exclusive.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextSpan(int Start, int End);

/// <summary>Changes to a text, by its own indexes; what no edit names stays as it is, character by character.</summary>
internal sealed class Edits(string source)
{
    private readonly List<(TextSpan Where, string Text)> edits = [];
    private readonly HashSet<int> starts = [];
    private readonly HashSet<int> ends = [];

    public void Remove(int start, int end) => Replace(start, end, "");

    public void Replace(int start, int end, string text)
    {
        edits.Add((new TextSpan(start, end), text));
        starts.Add(start);
        ends.Add(end);
    }

    /// <summary>Adds without taking anything away. Nothing is added inside of what another edit removes.</summary>
    public void Insert(int at, string text) => edits.Add((new TextSpan(at, at), text));

    /// <summary>Whether what stands from there on is taken away.</summary>
    public bool StartAt(int index) => starts.Contains(index);

    /// <summary>Whether what stands before it is taken away.</summary>
    public bool EndAt(int index) => ends.Contains(index);

    /// <summary>Removes a whole line with one of its line ends, so that no empty line stays behind.</summary>
    /// <param name="at">An index on that line.</param>
    public void RemoveLine(int at)
    {
        var line = LineAt(at);
        var (before, after) = (line.Start > 0, line.End < source.Length);
        Remove(before && !after ? line.Start - 1 : line.Start, after ? line.End + 1 : line.End);
    }

    private TextSpan LineAt(int at)
    {
        var start = at > 0 ? source.LastIndexOf('\n', at - 1) + 1 : 0;
        var end = source.IndexOf('\n', at);
        return new TextSpan(start, end < 0 ? source.Length : end);
    }

    public string Apply()
    {
        var result = new StringBuilder(source.Length);
        var at = 0;
        // Of edits that overlap, the first and longest holds; what is added comes before what is taken away behind it.
        foreach (
            var (where, text) in edits
                .OrderBy(e => e.Where.Start)
                .ThenByDescending(e => e.Where.End == e.Where.Start ? int.MaxValue : e.Where.End)
        )
        {
            if (where.Start >= at)
            {
                result.Append(source, at, where.Start - at).Append(text);
                at = where.End;
            }
        }

        return result.Append(source, at, source.Length - at).ToString();
    }
}
