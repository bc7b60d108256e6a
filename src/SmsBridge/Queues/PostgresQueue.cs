using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>A leased event.</summary>
/// <param name="DeliveryId">Valid for this lease only.</param>
/// <param name="Attempt">1 for the first delivery.</param>
/// <param name="Event">The whole CloudEvent; its own <c>id</c> is the same on every redelivery.</param>
internal sealed record Delivery(Guid DeliveryId, int Attempt, EventJson Event);

/// <summary>The built-in queue: a table from which desks pull over HTTP. While an event of a thread is in it, later ones of that thread wait.</summary>
internal sealed class PostgresQueue(string queue, PostgresSettings settings, NpgsqlDataSource database, ILogger<PostgresQueue> log)
    : IHandoffQueue
{
    public const string Kind = "postgres";

    // The lock on the event is for a customer who is being erased: what the erasure has removed is not put into the queue behind its back.
    private const string PublishSql = """
        with known as materialized (select id, thread_id from handoff_events where id = @id and thread_id = @thread for key share)
        insert into queue_messages (event_id, queue, thread_id, event) select id, @queue, thread_id, @event::json from known on conflict do nothing
        """;

    // Only the oldest event of each thread is offered. Whether it still is the oldest when it is locked cannot change: events are published in order.
    // One that was delivered too often goes into failures instead, if there is a delivery by which it can be replayed.
    private const string ReceiveSql = """
        with free as materialized (
            select m.event_id, m.thread_id,
                   @most > 0 and m.attempts >= @most and exists
                   (select 1 from handoff_deliveries d where d.event_id = m.event_id and d.thread_id = m.thread_id and d.queue = m.queue) as spent
              from queue_messages m
             where m.queue = @queue and (m.leased_until is null or m.leased_until <= now())
               and not exists (select 1 from queue_messages e where e.queue = m.queue and e.thread_id = m.thread_id and e.seq < m.seq)
             order by m.seq limit @max
               for update skip locked
        ),
        leased as (
            update queue_messages q
               set delivery_id = gen_random_uuid(), leased_until = now() + @lease, attempts = q.attempts + 1
              from free where not free.spent and q.event_id = free.event_id and q.queue = @queue and q.thread_id = free.thread_id
            returning q.delivery_id, q.attempts, q.event, q.seq
        ),
        spent as (
            delete from queue_messages q using free
             where free.spent and q.event_id = free.event_id and q.queue = @queue and q.thread_id = free.thread_id
            returning q.event_id, q.thread_id, q.attempts
        ),
        failed as (
            update handoff_deliveries d set state = 'failed', category = @category, reason = @reason
              from spent where d.event_id = spent.event_id and d.thread_id = spent.thread_id and d.queue = @queue
            returning d.id, d.thread_id, spent.attempts
        ),
        noted as (
            insert into failures (id, thread_id, kind, subject_id, category, reason, attempts)
            select uuid_v7(), thread_id, 'publish', id, @category, @reason, attempts from failed
        )
        select delivery_id, attempts, event, seq from leased
        union all
        select null, attempts, null, null from failed
        """;

    private const string AckSql = """
        delete from queue_messages where queue = @queue and delivery_id = any(@ids) and leased_until > now()
        """;

    private const string NackSql = """
        update queue_messages set delivery_id = null, leased_until = null
         where queue = @queue and delivery_id = any(@ids) and leased_until > now()
        """;

    private const string WaitingSql = "select count(*), now() - min(created_at) from queue_messages where queue = @queue";

    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(15);

    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(30);

    public static QueueKind KindIn(IServiceProvider services) =>
        QueueKind.Of<PostgresSettings>(
            Kind,
            (name, settings) =>
                new PostgresQueue(
                    name,
                    settings,
                    services.GetRequiredService<NpgsqlDataSource>(),
                    services.GetRequiredService<ILogger<PostgresQueue>>()
                )
        );

    public async Task<Failure?> Publish(HandoffEvent handoffEvent, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PublishSql);
        command.Parameters.AddWithValue("id", handoffEvent.Id);
        command.Parameters.AddWithValue("queue", queue);
        command.Parameters.AddWithValue("thread", handoffEvent.ThreadId);
        command.Parameters.AddWithValue("event", handoffEvent.Json);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return null;
    }

    public async Task<Finding> Examine(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(WaitingSql);
        command.Parameters.AddWithValue("queue", queue);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var (waiting, age) = (row.GetInt64(0), row.IsDBNull(1) ? TimeSpan.Zero : row.GetFieldValue<TimeSpan>(1));
        return age > LongWait
            ? Finding.Warn(
                $"{waiting} event(s) wait, the oldest for {DurationConverter.Format(TimeSpan.FromSeconds((long)age.TotalSeconds))}",
                $"Nobody takes them: check that the desk pulls from /api/v1/queues/{queue}/receive and acknowledges."
            )
            : Finding.Ok($"{Kind}, {waiting} event(s) wait");
    }

    /// <summary>Leases the oldest event of up to <paramref name="max"/> threads.</summary>
    public async Task<List<Delivery>> Receive(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (deliveries, setAside) = await ReceiveOnce(max, lease, cancellationToken);
            if (setAside == 0)
            {
                return deliveries;
            }

            log.EventsSetAside(setAside, queue, settings.MaxDeliveries);
            if (deliveries.Count > 0)
            {
                return deliveries;
            }
        }
    }

    /// <summary>Removes events for good. Returns how many: an id whose lease ran out does not count.</summary>
    public Task<int> Ack(Guid[] deliveryIds, CancellationToken cancellationToken) => Settle(AckSql, deliveryIds, cancellationToken);

    /// <summary>Makes events available again at once.</summary>
    public Task<int> Nack(Guid[] deliveryIds, CancellationToken cancellationToken) => Settle(NackSql, deliveryIds, cancellationToken);

    private async Task<(List<Delivery> Deliveries, int SetAside)> ReceiveOnce(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReceiveSql);
        command.Parameters.AddWithValue("queue", queue);
        command.Parameters.AddWithValue("lease", lease);
        command.Parameters.AddWithValue("max", max);
        command.Parameters.AddWithValue("most", settings.MaxDeliveries);
        command.Parameters.AddWithValue("category", nameof(FailureCategory.Rejected));
        command.Parameters.AddWithValue("reason", $"delivered {settings.MaxDeliveries} times without being acknowledged");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (deliveries, setAside) = (new List<(long Seq, Delivery Delivery)>(), 0);
        while (await row.ReadAsync(cancellationToken))
        {
            if (row.IsDBNull(0))
            {
                setAside++;
                continue;
            }

            deliveries.Add((row.GetInt64(3), new Delivery(row.GetGuid(0), row.GetInt32(1), new EventJson(row.GetString(2)))));
        }

        return (deliveries.OrderBy(d => d.Seq).Select(d => d.Delivery).ToList(), setAside);
    }

    private async Task<int> Settle(string sql, Guid[] deliveryIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("queue", queue);
        command.Parameters.AddWithValue("ids", deliveryIds);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

internal sealed class PostgresSettings : IQueueSettings
{
    /// <summary>After so many deliveries without <c>ack</c> an event is set aside into failures; 0: never.</summary>
    public int MaxDeliveries { get; set; } = 100;

    public IEnumerable<string> Mistakes(string key, IReadOnlyCollection<string> siblings) =>
        MaxDeliveries >= 0 ? [] : [$"{key}:MaxDeliveries is {MaxDeliveries}. Set it to 1 or more, or to 0 for no limit."];
}
