using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Queues;

/// <summary>How a queue is.</summary>
/// <param name="Name">As under <c>Queues</c> in the settings.</param>
/// <param name="Type">Null: events wait for a queue that the settings no longer have.</param>
/// <param name="Pending">Events that the queue does not have yet; with type <c>postgres</c> also those in it that no desk has acknowledged.</param>
/// <param name="OldestPendingAt">When the oldest of them came to be.</param>
/// <param name="Stopped">Null: not stopped.</param>
/// <param name="Events">The types of events that it gets; <c>*</c> is all.</param>
internal sealed record QueueView(
    string Name,
    [property: Words("postgres", "rabbitmq", "webhook")] string? Type,
    long Pending,
    DateTimeOffset? OldestPendingAt,
    QueueStopView? Stopped,
    IReadOnlyList<string> Events
);

/// <summary>A queue whose receiver wants nothing more.</summary>
/// <param name="At">Since when.</param>
/// <param name="Reason">For people.</param>
internal sealed record QueueStopView(DateTimeOffset At, string Reason);

/// <summary>How the queues are.</summary>
internal sealed class QueueReader(OperatorsDataSource database, IOptions<QueuesOptions> queues)
{
    // An event is in both tables for the moment between its arrival in the queue and the mark that says so.
    private const string Sql = """
        select coalesce(w.queue, s.queue), coalesce(w.pending, 0), w.oldest, s.stopped_at, s.reason
          from (select queue, count(distinct event_id) as pending, min(created_at) as oldest
                  from (select queue, event_id, created_at from handoff_deliveries where state = 'pending'
                        union all select queue, event_id, created_at from queue_messages) waiting
                 group by queue) w
          full join queue_stops s on s.queue = w.queue
        """;

    /// <summary>All that are configured, and those for which something waits.</summary>
    public async Task<List<QueueView>> All(CancellationToken cancellationToken)
    {
        var views = queues.Value.ToDictionary(q => q.Key, q => View(q.Key), StringComparer.Ordinal);
        await using var command = database.CreateCommand(Sql);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var name = row.GetString(0);
            views[name] = (views.GetValueOrDefault(name) ?? View(name)) with
            {
                Pending = row.GetInt64(1),
                OldestPendingAt = row.IsDBNull(2) ? null : row.GetFieldValue<DateTimeOffset>(2),
                Stopped = row.IsDBNull(3) ? null : new QueueStopView(row.GetFieldValue<DateTimeOffset>(3), row.GetString(4)),
            };
        }

        return views.Values.OrderBy(v => v.Name, StringComparer.Ordinal).ToList();
    }

    private QueueView View(string name) =>
        queues.Value.TryGetValue(name, out var options)
            ? new(name, options.Type, 0, null, null, new Subscription(options.Events).Types)
            : new(name, null, 0, null, null, []);
}
