using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

/// <summary>Publishes outbox events to their queues: at least once, in order per thread.</summary>
internal sealed class Publisher(
    NpgsqlDataSource database,
    IEnumerable<IHandoffQueue> kinds,
    IOptions<QueuesOptions> queues,
    WorkTable table,
    ILogger<Publisher> log
) : IWorker
{
    private const string ReadSql = """
        select id, handoff_id, type, queue, event from handoff_events where thread_id = @thread and published_at is null order by seq limit 100
        """;

    private const string PublishedSql = "update handoff_events set published_at = now() where id = @id and thread_id = @thread";

    private readonly Dictionary<string, IHandoffQueue> byType = kinds.ToDictionary(k => k.Type, StringComparer.Ordinal);

    public string Kind => WorkKind.Publish;

    public int Capacity => 64;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        Lease? current = lease;
        while (current is not null)
        {
            foreach (var handoffEvent in await Read(current.ThreadId, cancellationToken))
            {
                LeaseTerm.Demand();
                if (await Publish(handoffEvent, cancellationToken) is { } failure)
                {
                    await Postpone(current, handoffEvent, failure);
                    return;
                }

                await MarkPublished(handoffEvent);
            }

            current = await table.FinishOrContinue(current, cancellationToken);
        }
    }

    private async Task<Failure?> Publish(HandoffEvent handoffEvent, CancellationToken cancellationToken) =>
        queues.Value.TryGetValue(handoffEvent.Queue, out var options)
            ? await byType[options.Type].Publish(handoffEvent.Queue, handoffEvent, cancellationToken)
            : new Failure(FailureCategory.Transient, $"queue '{handoffEvent.Queue}' is no longer configured under Queues");

    private async Task Postpone(Lease lease, HandoffEvent handoffEvent, Failure failure)
    {
        var after = Retry.Decide(failure, lease.Attempts, Random.Shared.NextDouble()).After ?? Retry.Backoff(lease.Attempts, 1);
        log.PublishPostponed(handoffEvent.Id, handoffEvent.Queue, failure.Reason);
        await table.Postpone(lease, after, lease.Attempts + 1, asks: 0, failure, CancellationToken.None);
    }

    private async Task<List<HandoffEvent>> Read(Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReadSql);
        command.Parameters.AddWithValue("thread", threadId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<HandoffEvent>();
        while (await row.ReadAsync(cancellationToken))
        {
            events.Add(new HandoffEvent(row.GetGuid(0), threadId, row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4)));
        }

        return events;
    }

    private async Task MarkPublished(HandoffEvent handoffEvent)
    {
        await using var command = database.CreateCommand(PublishedSql);
        command.Parameters.AddWithValue("id", handoffEvent.Id);
        command.Parameters.AddWithValue("thread", handoffEvent.ThreadId);
        await command.ExecuteNonQueryAsync();
    }
}
