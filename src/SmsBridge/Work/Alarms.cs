using System.Collections.Concurrent;

namespace SmsBridge.Work;

/// <summary>Has a loop look for due work at a certain moment instead of at its next poll. What is lost with the process, the poll finds.</summary>
internal sealed class Alarms(TimeProvider time)
{
    /// <summary>A timer may be early by a tick of the system's clock, and work that is due a moment later is not found.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<string, Action> loops = new(StringComparer.Ordinal);

    /// <param name="wake">What the loop for this kind of work does when an alarm rings.</param>
    public void Answer(string kind, Action wake) => loops[kind] = wake;

    public void Set(string kind, TimeSpan after) => _ = Ring(kind, after);

    private async Task Ring(string kind, TimeSpan after)
    {
        await Task.Delay(after + Margin, time);
        if (loops.TryGetValue(kind, out var wake))
        {
            wake();
        }
    }
}
