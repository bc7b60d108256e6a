using Npgsql;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

/// <summary>A leased event.</summary>
/// <param name="DeliveryId">Valid for this lease only.</param>
/// <param name="Attempt">1 for the first delivery.</param>
internal sealed record Delivery(Guid DeliveryId, int Attempt, RawJson Event);

/// <summary>The built-in queue: a table from which desks pull over HTTP. While an event of a thread is in it, later ones of that thread wait.</summary>
internal sealed class PostgresQueue(NpgsqlDataSource database) : IHandoffQueue
{
    public const string Kind = "postgres";

    private const string PublishSql = """
        insert into queue_messages (event_id, queue, thread_id, event) values (@id, @queue, @thread, @event::json) on conflict do nothing
        """;

    // Only the oldest event of each thread is offered. Whether it still is the oldest when it is locked cannot change: events are published in order.
    private const string ReceiveSql = """
        update queue_messages q
           set delivery_id = gen_random_uuid(), leased_until = now() + @lease, attempts = q.attempts + 1
          from (select m.event_id, m.queue, m.thread_id from queue_messages m
                 where m.queue = @queue and (m.leased_until is null or m.leased_until <= now())
                   and not exists (select 1 from queue_messages e where e.queue = m.queue and e.thread_id = m.thread_id and e.seq < m.seq)
                 order by m.seq limit @max
                   for update skip locked) free
         where q.event_id = free.event_id and q.queue = free.queue and q.thread_id = free.thread_id
        returning q.delivery_id, q.attempts, q.event, q.seq
        """;

    private const string AckSql = """
        delete from queue_messages where queue = @queue and delivery_id = any(@ids) and leased_until > now()
        """;

    private const string NackSql = """
        update queue_messages set delivery_id = null, leased_until = null
         where queue = @queue and delivery_id = any(@ids) and leased_until > now()
        """;

    public string Type => Kind;

    public async Task<Failure?> Publish(string queue, HandoffEvent handoffEvent, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PublishSql);
        command.Parameters.AddWithValue("id", handoffEvent.Id);
        command.Parameters.AddWithValue("queue", queue);
        command.Parameters.AddWithValue("thread", handoffEvent.ThreadId);
        command.Parameters.AddWithValue("event", handoffEvent.Json);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return null;
    }

    public async Task<List<Delivery>> Receive(string queue, int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReceiveSql);
        command.Parameters.AddWithValue("queue", queue);
        command.Parameters.AddWithValue("lease", lease);
        command.Parameters.AddWithValue("max", max);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var deliveries = new List<(long Seq, Delivery Delivery)>();
        while (await row.ReadAsync(cancellationToken))
        {
            deliveries.Add((row.GetInt64(3), new Delivery(row.GetGuid(0), row.GetInt32(1), new RawJson(row.GetString(2)))));
        }

        return deliveries.OrderBy(d => d.Seq).Select(d => d.Delivery).ToList();
    }

    /// <summary>Removes events for good. Returns how many: an id whose lease ran out does not count.</summary>
    public Task<int> Ack(string queue, Guid[] deliveryIds, CancellationToken cancellationToken) =>
        Settle(AckSql, queue, deliveryIds, cancellationToken);

    /// <summary>Makes events available again at once.</summary>
    public Task<int> Nack(string queue, Guid[] deliveryIds, CancellationToken cancellationToken) =>
        Settle(NackSql, queue, deliveryIds, cancellationToken);

    private async Task<int> Settle(string sql, string queue, Guid[] deliveryIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("queue", queue);
        command.Parameters.AddWithValue("ids", deliveryIds);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
