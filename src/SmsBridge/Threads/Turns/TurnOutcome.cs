using SmsBridge.Messages;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>How a turn ended: written, or to be tried again.</summary>
/// <param name="Thread">As it is after what was written.</param>
/// <param name="Texts">Those that the turn came to be about.</param>
/// <param name="Failure">Nothing was written for the texts; whether to try again follows from the category.</param>
internal sealed record TurnOutcome(ThreadContext Thread, IReadOnlyList<WaitingText> Texts, Failure? Failure, WorkWritten Written = default)
{
    public const string Answered = "answered";
    public const string HandedOver = "handed-over";
    public const string Apologised = "apologised";
    public const string Failed = "failed";
    public const string Postponed = "postponed";

    /// <summary>Somebody else has the thread by now, and what came of this turn counts for nothing.</summary>
    public const string Lost = "lost";

    /// <summary>One of the above, for metrics and traces.</summary>
    public string Result { get; init; } = Failed;

    /// <summary>Whom it was put to; null where nobody was asked.</summary>
    public string? Agent { get; init; }

    /// <summary>How long agent and lookups had it.</summary>
    public TimeSpan Asked { get; init; }
}
