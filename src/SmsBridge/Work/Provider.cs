using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace SmsBridge.Work;

/// <summary>
/// What surrounds every call to one agent, one Twilio account or one queue: the gate, a time-out, a few quick retries, a circuit breaker. Longer waits live
/// in the database.
/// </summary>
internal sealed class Provider<T> : IDisposable
    where T : class
{
    /// <summary>A longer Retry-After is a due time, not a wait in memory.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly string name;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly ProviderHealth? health;
    private readonly ProviderGate gate;
    private readonly ResiliencePipeline<Attempt<T>> pipeline;

    /// <param name="name">For people, for example <c>agent 'support'</c>.</param>
    /// <param name="timeout">Of each try.</param>
    /// <param name="quickRetries">False where nobody waits for the answer: then every wait is a due time in the database.</param>
    /// <param name="health">Where it is told how the provider does.</param>
    public Provider(string name, TimeSpan timeout, TimeProvider time, ILogger log, bool quickRetries = true, ProviderHealth? health = null)
    {
        this.name = name;
        this.timeout = timeout;
        this.time = time;
        this.health = health;
        gate = new ProviderGate(name, time, log, health);
        var builder = new ResiliencePipelineBuilder<Attempt<T>> { TimeProvider = time };
        pipeline = (quickRetries ? builder.AddRetry(Retries()) : builder).AddCircuitBreaker(Circuit()).AddTimeout(timeout).Build();
    }

    public ProviderState State => gate.State;

    /// <exception cref="InvalidOperationException">The lease under which the call was to be made has run out.</exception>
    /// <param name="onTimeout">What it means when no answer comes in time.</param>
    public async Task<Attempt<T>> Call(
        Func<CancellationToken, ValueTask<Attempt<T>>> once,
        FailureCategory onTimeout,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetTimestamp();
        var attempt = await Guarded(once, onTimeout, cancellationToken);
        health?.Called(time.GetElapsedTime(began), attempt.Failure);
        return attempt;
    }

    public void Dispose() => gate.Dispose();

    private async Task<Attempt<T>> Guarded(
        Func<CancellationToken, ValueTask<Attempt<T>>> once,
        FailureCategory onTimeout,
        CancellationToken cancellationToken
    )
    {
        if (await gate.Enter(cancellationToken) is { } closed)
        {
            return closed;
        }

        try
        {
            var attempt = await pipeline.ExecuteAsync(
                static (call, token) =>
                {
                    LeaseTerm.Demand();
                    return call(token);
                },
                once,
                cancellationToken
            );
            gate.Report(attempt.Failure);
            return attempt;
        }
        catch (TimeoutRejectedException)
        {
            return new Failure(onTimeout, $"{name} did not answer within {timeout.TotalSeconds} s");
        }
        catch (BrokenCircuitException open)
        {
            return new Failure(FailureCategory.Transient, $"{name} is failing, its circuit is open", RetryAfter: open.RetryAfter);
        }
    }

    private static RetryStrategyOptions<Attempt<T>> Retries() =>
        new()
        {
            MaxRetryAttempts = 2,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(250),
            UseJitter = true,
            ShouldHandle = a => ValueTask.FromResult(a.Outcome.Exception is null && IsWorthARetry(a.Outcome.Result.Failure)),
            DelayGenerator = a => ValueTask.FromResult(a.Outcome.Result.Failure?.RetryAfter),
        };

    private CircuitBreakerStrategyOptions<Attempt<T>> Circuit() =>
        new()
        {
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(20),
            BreakDuration = TimeSpan.FromSeconds(10),
            ShouldHandle = a => ValueTask.FromResult(IsOutage(a.Outcome)),
            OnOpened = _ =>
            {
                gate.CircuitOpened();
                return default;
            },
            OnClosed = _ =>
            {
                gate.CircuitClosed();
                return default;
            },
        };

    private static bool IsWorthARetry(Failure? failure) =>
        failure is { Category: FailureCategory.Transient } or { Category: FailureCategory.RateLimited, RetryAfter: not null }
        && !(failure.RetryAfter > LongestWait);

    private static bool IsOutage(Outcome<Attempt<T>> outcome) =>
        outcome.Exception is TimeoutRejectedException
        || outcome.Result.Failure?.Category is FailureCategory.Transient or FailureCategory.UnknownOutcome;
}
