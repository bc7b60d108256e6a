using SmsBridge.Work;

namespace SmsBridge.Dashboard;

/// <summary>What is wrong and what to do about it, by kind of work and category of failure.</summary>
internal static class Advice
{
    /// <summary>The work of a kind, as the object of a sentence.</summary>
    public static string Work(string kind, long count) =>
        kind switch
        {
            WorkKind.Turn => Show.Count(count, "customer waits for an answer", "customers wait for an answer"),
            WorkKind.Send => Show.Count(count, "thread has texts that wait to be sent", "threads have texts that wait to be sent"),
            WorkKind.Publish => Show.Count(count, "thread has events that wait for a queue", "threads have events that wait for a queue"),
            WorkKind.Close => Show.Count(
                count,
                "conversation waits to be closed at the agent",
                "conversations wait to be closed at the agent"
            ),
            _ => Show.Count(count, $"piece of work '{kind}' waits", $"pieces of work '{kind}' wait"),
        };

    public static string GaveUp(string kind, long count) =>
        kind switch
        {
            WorkKind.Turn => Show.Count(count, "text was not answered", "texts were not answered"),
            WorkKind.Send => Show.Count(count, "text did not reach its customer", "texts did not reach their customers"),
            WorkKind.Publish => Show.Count(count, "event did not reach its queue", "events did not reach their queue"),
            WorkKind.Close => Show.Count(count, "conversation was not closed at the agent", "conversations were not closed at the agent"),
            _ => Show.Count(count, $"piece of work '{kind}' gave up", $"pieces of work '{kind}' gave up"),
        };

    public static string Provider(string kind) =>
        kind switch
        {
            WorkKind.Turn or WorkKind.Close => "the agent",
            WorkKind.Send => "Twilio",
            WorkKind.Publish => "the queue",
            _ => "the provider",
        };

    public static string ForWaiting(string kind, string category) =>
        Read(category) switch
        {
            FailureCategory.Credentials =>
                $"Correct the credentials of {Provider(kind)} in the settings and restart the instances. It goes on by itself within a minute.",
            FailureCategory.RateLimited =>
                $"{Capital(Provider(kind))} asks to wait. It goes on by itself; if this stays, raise the limit there.",
            FailureCategory.QueueStopped => "The receiver wants no more events. Put it right, then let the queue go on.",
            FailureCategory.UnknownOutcome => "Nobody knows whether the last try arrived. It is being found out; nothing to do.",
            _ => $"{Capital(Provider(kind))} fails or cannot be reached. It is tried again by itself; the checks tell more.",
        };

    public static string ForFailure(string kind, string category) =>
        Read(category) switch
        {
            FailureCategory.Credentials => $"Correct the credentials of {Provider(kind)}, then replay.",
            FailureCategory.OptedOut => "The customer does not want texts: nothing to do.",
            FailureCategory.Rejected =>
                $"{Capital(Provider(kind))} refuses it for good: the reason says why. Remove the cause, then replay.",
            FailureCategory.UnknownOutcome => "It may have been done. Look at the thread before you replay.",
            FailureCategory.ConversationGone => "The agent ends its conversations as soon as they open: look at the agent, then replay.",
            _ => $"{Capital(Provider(kind))} failed for too long. When it works again, replay.",
        };

    private static FailureCategory? Read(string category) => Enum.TryParse<FailureCategory>(category, out var known) ? known : null;

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
