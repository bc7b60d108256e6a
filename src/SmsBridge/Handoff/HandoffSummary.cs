using SmsBridge.Messages;

namespace SmsBridge.Handoff;

/// <summary>A handoff in one plain text, short enough to be a desk's first message.</summary>
internal static class HandoffSummary
{
    /// <summary>UTF-16 code units: what Amazon Connect takes as a plain initial message.</summary>
    public const int MaxLength = 1024;

    private const string Cut = "…";

    /// <summary>The agent's own words where it has some; else the reason and as many of the last lines as there is room for, oldest first.</summary>
    public static string Of(AgentObject said, IReadOnlyList<TranscriptLine> lines)
    {
        if (said.Summary is { } own)
        {
            return Fit(own, MaxLength);
        }

        var reason = said.Reason is { Length: > 0 } given ? Fit($"Reason: {given}", MaxLength / 4) : null;
        var room = MaxLength - (reason?.Length + 1 ?? 0);
        var kept = new Stack<string>();
        foreach (var line in lines.Reverse().Where(l => l.Text.Length > 0).Select(l => $"{Who(l.From)}: {l.Text}"))
        {
            // The newest line is kept whatever its length.
            var shown = kept.Count == 0 ? Fit(line, room) : line;
            if (shown.Length > room)
            {
                break;
            }

            kept.Push(shown);
            room -= shown.Length + 1;
        }

        return string.Join('\n', reason is null ? kept : kept.Prepend(reason));
    }

    private static string Fit(string text, int max) => text.Length <= max ? text : Characters.Start(text, max - Cut.Length).TrimEnd() + Cut;

    private static string Who(string author) =>
        author switch
        {
            Author.Customer => "Customer",
            Author.Agent => "Agent",
            Author.LiveAgent => "Live agent",
            _ => "Bridge",
        };
}
