using System.Diagnostics;
using SmsBridge.Observability;

namespace SmsBridge.Work;

/// <summary>What kind of failure a provider's answer, or the lack of one, is. Whether and when to try again follows from it alone (<see cref="Retry"/>).</summary>
internal enum FailureCategory
{
    /// <summary>The provider did not do it and may do it later: 5xx, connection refused, open circuit.</summary>
    Transient,

    /// <summary>The provider said wait; it did not do it.</summary>
    RateLimited,

    /// <summary>The request left and no answer came back: it may have been done.</summary>
    UnknownOutcome,

    /// <summary>The Chat API conversation is over.</summary>
    ConversationGone,

    /// <summary>401 or 403: nothing works until somebody changes the settings.</summary>
    Credentials,

    /// <summary>The provider refuses this request for good.</summary>
    Rejected,

    /// <summary>The customer does not want texts from this number.</summary>
    OptedOut,

    /// <summary>A rule of ours keeps the text from being sent: nothing failed.</summary>
    Withheld,

    /// <summary>The receiver of a queue wants nothing more: its events wait until somebody lets the queue go on.</summary>
    QueueStopped,
}

/// <summary>An expected failure, as a value.</summary>
/// <param name="Reason">One line for operators; never holds a text, a phone number or a secret.</param>
/// <param name="Code">The provider's own code, where it gave one.</param>
/// <param name="RetryAfter">How long the provider asked to wait.</param>
/// <param name="CorrelationId">The provider's id of the failed call, which its support asks for.</param>
internal sealed record Failure(
    FailureCategory Category,
    string Reason,
    string? Code = null,
    TimeSpan? RetryAfter = null,
    string? CorrelationId = null
);

internal static class FailureSpans
{
    /// <summary>Says how what the span stands for went wrong. The reason of a failure is for operators and holds nothing of customers.</summary>
    public static void Fail(this Activity? span, Failure? failure)
    {
        if (span is not null && failure is not null)
        {
            span.SetTag(SpanTags.Error, failure.Category.ToString());
            span.SetStatus(ActivityStatusCode.Error, failure.Reason);
        }
    }
}

/// <summary>Either a value or a failure.</summary>
internal readonly record struct Attempt<T>(T? Value, Failure? Failure)
    where T : class
{
    public static implicit operator Attempt<T>(T value) => new(value, null);

    public static implicit operator Attempt<T>(Failure failure) => new(null, failure);
}
