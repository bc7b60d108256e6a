using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace SmsBridge.Work;

/// <summary>What surrounds one call to a provider: a time-out, a few quick retries, a circuit breaker. Longer waits live in the database.</summary>
internal static class CallPipeline
{
    /// <summary>A longer Retry-After is a due time, not a wait in memory.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <param name="timeout">Of each try.</param>
    public static ResiliencePipeline<Attempt<T>> For<T>(TimeSpan timeout, TimeProvider time)
        where T : class =>
        new ResiliencePipelineBuilder<Attempt<T>> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<Attempt<T>>
                {
                    MaxRetryAttempts = 2,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = TimeSpan.FromMilliseconds(250),
                    UseJitter = true,
                    ShouldHandle = a => ValueTask.FromResult(IsWorthARetry(a.Outcome.Result.Failure) && a.Outcome.Exception is null),
                    DelayGenerator = a => ValueTask.FromResult(a.Outcome.Result.Failure?.RetryAfter),
                }
            )
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions<Attempt<T>>
                {
                    FailureRatio = 0.5,
                    MinimumThroughput = 10,
                    SamplingDuration = TimeSpan.FromSeconds(20),
                    BreakDuration = TimeSpan.FromSeconds(10),
                    ShouldHandle = a =>
                        ValueTask.FromResult(
                            a.Outcome.Exception is TimeoutRejectedException
                                || a.Outcome.Result.Failure?.Category is FailureCategory.Transient or FailureCategory.UnknownOutcome
                        ),
                }
            )
            .AddTimeout(timeout)
            .Build();

    private static bool IsWorthARetry(Failure? failure) =>
        failure is { Category: FailureCategory.Transient } or { Category: FailureCategory.RateLimited, RetryAfter: not null }
        && !(failure.RetryAfter > LongestWait);
}
