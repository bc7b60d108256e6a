namespace SmsBridge.Work;

/// <summary>Whether to try again, and after how long.</summary>
/// <param name="After">Null: give up.</param>
/// <param name="CountsAsAttempt">False where waiting longer cannot be the request's fault.</param>
internal readonly record struct RetryDecision(TimeSpan? After, bool CountsAsAttempt = true)
{
    /// <param name="before">Failed attempts before this one.</param>
    /// <returns>Failed attempts with this one.</returns>
    public int Attempts(int before) => CountsAsAttempt ? before + 1 : before;
}

/// <summary>The one place that turns a failure's category into a waiting time.</summary>
internal static class Retry
{
    private static readonly TimeSpan Base = TimeSpan.FromSeconds(1);

    /// <summary>Half of the 60 s within which waiting work must resume after a fault has ended.</summary>
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);

    /// <summary>How often settings are probed that were refused; resumes within 60 s of the fix.</summary>
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(30);

    /// <summary>About four hours at the cap: later than that an answer to a text helps nobody.</summary>
    private const int MaxTransient = 500;

    /// <summary>An agent whose conversations are gone as soon as they open has a fault of its own.</summary>
    private const int MaxGone = 5;

    /// <param name="attempts">Failed attempts before this one.</param>
    /// <param name="random">In [0, 1): spreads what failed together.</param>
    public static RetryDecision Decide(Failure failure, int attempts, double random) =>
        failure.Category switch
        {
            FailureCategory.Transient when attempts < MaxTransient => new(Longer(failure.RetryAfter, Backoff(attempts, random))),
            FailureCategory.RateLimited => new(Longer(failure.RetryAfter, Backoff(attempts, random)), CountsAsAttempt: false),
            // Time for what was done to become visible, before somebody looks.
            FailureCategory.UnknownOutcome when attempts < MaxTransient => new(Backoff(attempts + 2, random)),
            FailureCategory.ConversationGone when attempts < MaxGone => new(Backoff(attempts, random)),
            FailureCategory.Credentials => new(Longer(failure.RetryAfter, Spread(Probe, random)), CountsAsAttempt: false),
            _ => new(null),
        };

    /// <summary>1 s, 2 s, 4 s … 30 s, each spread over its upper half.</summary>
    public static TimeSpan Backoff(int attempts, double random) => Spread(Min(Base * Math.Pow(2, Math.Min(attempts, 10)), Cap), random);

    private static TimeSpan Spread(TimeSpan time, double random) => time * (0.5 + (random / 2));

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan? asked, TimeSpan own) => asked > own ? asked.Value : own;
}
