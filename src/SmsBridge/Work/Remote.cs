using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace SmsBridge.Work;

internal enum RemoteCondition
{
    Works,

    /// <summary>Its circuit is open: it failed too often, and is tried again every few seconds.</summary>
    Failing,

    /// <summary>It refuses the credentials; one call at a time probes whether it still does.</summary>
    Paused,
}

/// <summary>How an agent, a Twilio account or a queue looks from one instance.</summary>
/// <param name="Name">For people, for example <c>agent 'support'</c>.</param>
/// <param name="Reason">Why it is paused.</param>
internal sealed record RemoteState(string Name, RemoteCondition Condition, string? Reason);

/// <summary>
/// What surrounds every call to one agent, one Twilio account or one queue: the gate, a time-out, a few quick retries, a circuit breaker. Longer waits live
/// in the database.
/// </summary>
internal sealed class Remote<T> : IDisposable
    where T : class
{
    /// <summary>A longer Retry-After is a due time, not a wait in memory.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly string name;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly RemoteHealth? health;
    private readonly RemoteGate gate;
    private readonly ResiliencePipeline<Attempt<T>> pipeline;

    /// <param name="name">For people, for example <c>agent 'support'</c>.</param>
    /// <param name="timeout">Of each try.</param>
    /// <param name="quickRetries">False where nobody waits for the answer: then every wait is a due time in the database.</param>
    /// <param name="health">Where it is told how the provider does.</param>
    public Remote(string name, TimeSpan timeout, TimeProvider time, ILogger log, bool quickRetries = true, RemoteHealth? health = null)
    {
        this.name = name;
        this.timeout = timeout;
        this.time = time;
        this.health = health;
        gate = new RemoteGate(name, time, log, health);
        var builder = new ResiliencePipelineBuilder<Attempt<T>> { TimeProvider = time };
        pipeline = (quickRetries ? builder.AddRetry(Retries()) : builder).AddCircuitBreaker(Circuit()).AddTimeout(timeout).Build();
    }

    public RemoteState State => gate.State;

    /// <param name="onTimeout">What it means when no answer comes in time.</param>
    /// <param name="term">Of the lease under which it is called: looked at before each try. Null: under no lease.</param>
    public async Task<Attempt<T>> Call(
        Func<CancellationToken, ValueTask<Attempt<T>>> once,
        FailureCategory onTimeout,
        LeaseTerm? term,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetTimestamp();
        var attempt = await Guarded(once, onTimeout, term, cancellationToken);
        health?.Called(time.GetElapsedTime(began), attempt.Failure);
        return attempt;
    }

    public void Dispose() => gate.Dispose();

    private async Task<Attempt<T>> Guarded(
        Func<CancellationToken, ValueTask<Attempt<T>>> once,
        FailureCategory onTimeout,
        LeaseTerm? term,
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
                static (state, token) => state.term is { IsOver: true } ? new(LeaseTerm.Over) : state.once(token),
                (once, term),
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
        !LeaseTerm.Forbade(failure)
        && failure is { Category: FailureCategory.Transient } or { Category: FailureCategory.RateLimited, RetryAfter: not null }
        && !(failure.RetryAfter > LongestWait);

    private static bool IsOutage(Outcome<Attempt<T>> outcome) =>
        outcome.Exception is TimeoutRejectedException
        || outcome.Result.Failure?.Category is FailureCategory.Transient or FailureCategory.UnknownOutcome
            && !LeaseTerm.Forbade(outcome.Result.Failure);
}

/// <summary>
/// Stands in front of one agent or one Twilio account. Refused credentials close it: one alert, then one probe at a time until one succeeds.
/// After an outage it lets calls through at a limited rate, so that what has piled up does not knock the provider over again.
/// </summary>
internal sealed class RemoteGate : IDisposable
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SlowFor = TimeSpan.FromSeconds(30);
    private const int SlowPerSecond = 50;

    private readonly string name;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly RemoteHealth? health;
    private readonly Lock state = new();
    private readonly TokenBucketRateLimiter slow = new(
        new()
        {
            TokenLimit = SlowPerSecond / 5,
            TokensPerPeriod = SlowPerSecond / 5,
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(200),
            QueueLimit = int.MaxValue,
            AutoReplenishment = true,
        }
    );

    private bool paused;
    private bool circuitOpen;
    private string refusal = "";
    private long probedAt;
    private long? slowSince;

    /// <param name="name">For people, for example <c>agent 'support'</c>.</param>
    public RemoteGate(string name, TimeProvider time, ILogger log, RemoteHealth? health = null)
    {
        this.health = health;
        this.name = name;
        this.time = time;
        this.log = log;
    }

    /// <summary>How the provider looks from this instance.</summary>
    public RemoteState State
    {
        get
        {
            lock (state)
            {
                return paused ? new(name, RemoteCondition.Paused, refusal)
                    : circuitOpen ? new(name, RemoteCondition.Failing, null)
                    : new(name, RemoteCondition.Works, null);
            }
        }
    }

    /// <returns>Null: go ahead. Else why not now; the provider was not called.</returns>
    public async ValueTask<Failure?> Enter(CancellationToken cancellationToken)
    {
        bool slowly;
        lock (state)
        {
            if (paused)
            {
                var rest = ProbeEvery - time.GetElapsedTime(probedAt);
                if (rest > TimeSpan.Zero)
                {
                    return new Failure(FailureCategory.Credentials, $"{name} is paused: {refusal}", RetryAfter: rest);
                }

                probedAt = time.GetTimestamp();
            }

            slowSince = slowSince is { } since && time.GetElapsedTime(since) < SlowFor ? since : null;
            slowly = slowSince is not null;
        }

        if (slowly)
        {
            using var lease = await slow.AcquireAsync(1, cancellationToken);
        }

        return null;
    }

    /// <summary>Tells how a call went.</summary>
    public void Report(Failure? failure)
    {
        lock (state)
        {
            if (failure?.Category == FailureCategory.Credentials)
            {
                (probedAt, refusal) = (time.GetTimestamp(), failure.Reason);
                if (!paused)
                {
                    SetPaused(true);
                    log.ProviderPaused(name, failure.Reason, ProbeEvery);
                }
            }
            else if (paused && failure is null or { Category: FailureCategory.Rejected or FailureCategory.ConversationGone })
            {
                SetPaused(false);
                slowSince = time.GetTimestamp();
                log.ProviderResumed(name);
            }
        }
    }

    public void CircuitOpened()
    {
        lock (state)
        {
            circuitOpen = true;
        }

        health?.CircuitOpen = true;
        log.CircuitOpened(name);
    }

    public void CircuitClosed()
    {
        lock (state)
        {
            circuitOpen = false;
            slowSince = time.GetTimestamp();
        }

        health?.CircuitOpen = false;
        log.CircuitClosed(name);
    }

    public void Dispose() => slow.Dispose();

    private void SetPaused(bool value)
    {
        paused = value;
        health?.Paused = value;
    }
}
