using SmsBridge.Work;

namespace SmsBridge.Dashboard;

/// <summary>What is wrong and what to do about it, by kind of work and category of failure.</summary>
internal static class Advice
{
    /// <summary>The work of a kind, as the object of a sentence.</summary>
    public static string Work(string kind, long count) => Said(WorkKinds.Of(kind).Waits, count);

    public static string GaveUp(string kind, string category, long count) =>
        Read(category) == FailureCategory.Withheld
            ? Said(new("reply was too long and was cut", "replies were too long and were cut"), count)
            : Said(WorkKinds.Of(kind).GaveUp, count);

    public static string ForWaiting(string kind, string category) =>
        Read(category) switch
        {
            FailureCategory.Credentials =>
                $"Correct the credentials of {WorkKinds.Of(kind).Provider} in the settings and restart the instances. It goes on by itself within a minute.",
            FailureCategory.RateLimited =>
                $"{Capital(WorkKinds.Of(kind).Provider)} asks to wait. It goes on by itself; if this stays, raise the limit there.",
            FailureCategory.QueueStopped => "The receiver wants no more events. Put it right, then let the queue go on.",
            FailureCategory.UnknownOutcome => "Nobody knows whether the last try arrived. It is being found out; nothing to do.",
            _ => $"{Capital(WorkKinds.Of(kind).Provider)} fails or cannot be reached. It is tried again by itself; the checks tell more.",
        };

    public static string ForFailure(string kind, string category) =>
        Read(category) switch
        {
            FailureCategory.Credentials => $"Correct the credentials of {WorkKinds.Of(kind).Provider}, then replay.",
            FailureCategory.OptedOut => "The customer does not want texts: nothing to do.",
            FailureCategory.Rejected =>
                $"{Capital(WorkKinds.Of(kind).Provider)} refuses it for good: the reason says why. Remove the cause, then replay.",
            FailureCategory.UnknownOutcome => "It may have been done. Look at the thread before you replay.",
            FailureCategory.Withheld => "See what has the agent write so much. A replay sends nothing, and takes it off this list.",
            FailureCategory.ConversationGone => "The agent ends its conversations as soon as they open: look at the agent, then replay.",
            _ => $"{Capital(WorkKinds.Of(kind).Provider)} failed for too long. When it works again, replay.",
        };

    private static FailureCategory? Read(string category) => Enum.TryParse<FailureCategory>(category, out var known) ? known : null;

    private static string Said(Sentence sentence, long count) => Show.Count(count, sentence.One, sentence.Many);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
