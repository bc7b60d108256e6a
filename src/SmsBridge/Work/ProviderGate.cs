using System.Threading.RateLimiting;

namespace SmsBridge.Work;

/// <summary>
/// Stands in front of one agent or one Twilio account. Refused credentials close it: one alert, then one probe at a time until one succeeds.
/// After an outage it lets calls through at a limited rate, so that what has piled up does not knock the provider over again.
/// </summary>
internal sealed class ProviderGate : IDisposable
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SlowFor = TimeSpan.FromSeconds(30);
    private const int SlowPerSecond = 50;

    private readonly string name;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ProviderHealth? health;
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
    public ProviderGate(string name, TimeProvider time, ILogger log, ProviderHealth? health = null)
    {
        this.health = health;
        this.name = name;
        this.time = time;
        this.log = log;
    }

    /// <summary>How the provider looks from this instance.</summary>
    public ProviderState State
    {
        get
        {
            lock (state)
            {
                return paused ? new(name, ProviderCondition.Paused, refusal)
                    : circuitOpen ? new(name, ProviderCondition.Failing, null)
                    : new(name, ProviderCondition.Works, null);
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
