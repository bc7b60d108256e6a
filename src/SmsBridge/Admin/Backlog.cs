using SmsBridge.Observability;
using SmsBridge.Storage;

namespace SmsBridge.Admin;

/// <summary>One number of the backlog.</summary>
/// <param name="What">The instrument, without its prefix.</param>
/// <param name="Name">A kind, a direction or a queue.</param>
/// <param name="More">A category or a state; empty where there is none.</param>
/// <param name="Age">Of the oldest, in seconds.</param>
internal readonly record struct Waiting(string What, string Name, string More, long Count, double Age);

/// <summary>
/// What waits in the database, for all instances together. Read when somebody asks for metrics, and not again for some seconds; when the
/// database is away, what was read last stays, and says how old it is.
/// </summary>
internal sealed class Backlog(OperatorsDataSource database, BacklogQuery query, TimeProvider time, ILogger<Backlog> log)
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    /// <summary>Whoever scrapes has a time-out of its own, mostly of 10 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock state = new();
    private readonly Dictionary<(string What, string Name, string More), Waiting> known = [];
    private Task reading = Task.CompletedTask;
    private long beganAt;
    private long? triedAt;
    private long? readAt;
    private bool? isUp;

    /// <summary>Whether the last look at the database succeeded, in time; null before the first.</summary>
    public bool? IsUp => IsOverdue ? false : isUp;

    /// <summary>Since the last look that succeeded.</summary>
    public TimeSpan? Age => readAt is { } at ? time.GetElapsedTime(at) : null;

    /// <summary>What was once there and is gone counts as zero: a series that only stops would keep its last value.</summary>
    public IReadOnlyList<Waiting> Of(string what)
    {
        Look();
        lock (state)
        {
            return [.. known.Values.Where(w => w.What == what)];
        }
    }

    /// <summary>For callers that cannot wait otherwise: metrics are collected on a thread of the exporter's own.</summary>
    public void Look() => Refresh().Wait(Patience);

    /// <summary>Completes when what is known is fresh, or cannot be had in time. Never fails.</summary>
    public Task Refresh()
    {
        lock (state)
        {
            if (reading.IsCompleted && !(triedAt is { } at && time.GetElapsedTime(at) < FreshFor))
            {
                beganAt = time.GetTimestamp();
                reading = Task.Run(Read);
            }

            // However many ask, they wait for one look together, and not for one that has taken too long already.
            var rest = Patience - time.GetElapsedTime(beganAt);
            return reading.IsCompleted || rest <= TimeSpan.Zero ? Task.CompletedTask : Task.WhenAny(reading, Task.Delay(rest, time));
        }
    }

    private bool IsOverdue => !reading.IsCompleted && time.GetElapsedTime(beganAt) > Patience;

    private async Task Read()
    {
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            var rows = await query.Read(database, limit.Token);
            lock (state)
            {
                foreach (var key in known.Keys.ToList())
                {
                    known[key] = new Waiting(key.What, key.Name, key.More, 0, 0);
                }

                foreach (var row in rows)
                {
                    known[(row.What, row.Name, row.More)] = row;
                }

                (readAt, isUp) = (time.GetTimestamp(), true);
            }
        }
        catch (Exception error)
        {
            // Said once for each time that it goes away; the gauge says the rest.
            if (isUp != false)
            {
                log.BacklogUnknown(error.Message);
            }

            isUp = false;
        }
        finally
        {
            triedAt = time.GetTimestamp();
        }
    }
}
