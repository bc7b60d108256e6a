using Npgsql;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>One configured queue with what surrounds every call to it: a time-out, a circuit breaker, a gate, and one alert when it is away.</summary>
internal sealed class QueueTarget : IAsyncDisposable
{
    /// <summary>A queue that takes one event and not the next must not fill the log.</summary>
    private static readonly TimeSpan AlertEvery = TimeSpan.FromMinutes(1);

    private readonly string name;
    private readonly Remote<HandoffEvent> provider;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Lock state = new();
    private bool away;
    private long? alertedAt;

    public QueueTarget(string name, IHandoffQueue queue, Subscription subscription, TimeProvider time, RemoteHealth health, ILogger log)
    {
        (this.name, this.time, this.log) = (name, time, log);
        (Queue, Subscription) = (queue, subscription);
        provider = new Remote<HandoffEvent>($"queue '{name}'", queue.Timeout, time, log, quickRetries: false, health);
    }

    public IHandoffQueue Queue { get; }

    public Subscription Subscription { get; }

    public RemoteState State => provider.State;

    /// <returns>Null once the queue has the event for certain.</returns>
    public async Task<Failure?> Publish(HandoffEvent handoffEvent, LeaseTerm term, CancellationToken cancellationToken)
    {
        var attempt = await provider.Call(token => Once(handoffEvent, token), FailureCategory.UnknownOutcome, term, cancellationToken);
        if (!LeaseTerm.Forbade(attempt.Failure))
        {
            Watch(attempt.Failure);
        }

        return attempt.Failure;
    }

    public async ValueTask DisposeAsync()
    {
        provider.Dispose();
        switch (Queue)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    /// <summary>A fault in one kind of queue must not hold up the other queues of the thread.</summary>
    private async ValueTask<Attempt<HandoffEvent>> Once(HandoffEvent handoffEvent, CancellationToken cancellationToken)
    {
        try
        {
            return await Queue.Publish(handoffEvent, cancellationToken) is { } failure ? failure : handoffEvent;
        }
        catch (Exception error) when (error is not (OperationCanceledException or NpgsqlException))
        {
            log.PublishFailed(handoffEvent.Id, name, error);
            return new Failure(FailureCategory.Transient, $"{error.GetType().Name} in the bridge");
        }
    }

    /// <summary>Refused credentials have an alert of their own, and so has a stop; a refused event says nothing about the queue.</summary>
    private void Watch(Failure? failure)
    {
        lock (state)
        {
            if (failure is null)
            {
                if (away)
                {
                    away = false;
                    log.QueueBack(name);
                }
            }
            else if (
                !away && failure.Category is FailureCategory.Transient or FailureCategory.RateLimited or FailureCategory.UnknownOutcome
            )
            {
                if (alertedAt is { } at && time.GetElapsedTime(at) < AlertEvery)
                {
                    return;
                }

                away = true;
                alertedAt = time.GetTimestamp();
                log.QueueAway(name, failure.Reason);
            }
        }
    }
}
