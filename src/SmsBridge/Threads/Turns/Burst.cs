using SmsBridge.Messages;
using SmsBridge.Numbers;

namespace SmsBridge.Threads.Turns;

/// <summary>Which of a thread's waiting texts become one turn, and how long they wait for more.</summary>
internal static class Burst
{
    public const int MaxTexts = 20;

    /// <summary>A longer text is a turn by itself.</summary>
    public const int MaxCharacters = 5000;

    /// <param name="waiting">In order; at least one.</param>
    /// <param name="again">The agent may have been asked before: then it is asked the same.</param>
    public static IReadOnlyList<WaitingText> Of(IReadOnlyList<WaitingText> waiting, bool again = false)
    {
        if (again)
        {
            var asked = waiting.Where(t => t.Asked).ToList();
            return asked.Count > 0 ? asked : [waiting[0]];
        }

        var characters = 0;
        return [.. waiting.Take(MaxTexts).TakeWhile((t, i) => (characters += t.Text.Length) <= MaxCharacters || i == 0)];
    }

    /// <summary>How long to wait for more: each text restarts the window, and the first waits no longer than five of them, or 15 s.</summary>
    public static TimeSpan Rest(IReadOnlyList<WaitingText> waiting, TimeSpan window)
    {
        if (Of(waiting).Count < waiting.Count)
        {
            return TimeSpan.Zero;
        }

        var cap = Shorter(5 * window, NumberDocument.MaxCoalesce);
        var rest = Shorter(window - waiting[^1].Age, cap - waiting[0].Age);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
