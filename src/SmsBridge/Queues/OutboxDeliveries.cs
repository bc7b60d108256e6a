using Npgsql;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>An event that one queue does not have yet.</summary>
/// <param name="Rest">How long it has to wait still; zero or less: not at all.</param>
/// <param name="Left">How long it may be tried still before it is given up.</param>
/// <param name="Stopped">Whether its queue is stopped.</param>
internal sealed record PendingDelivery(
    Guid Id,
    string Queue,
    int Attempts,
    TimeSpan Rest,
    TimeSpan Left,
    bool Stopped,
    string? Category,
    string? Reason,
    HandoffEvent Event
);

/// <summary>What each queue has of a thread's events. The holder of the thread's work row is the one who publishes.</summary>
internal sealed class OutboxDeliveries(NpgsqlDataSource database)
{
    /// <summary>An event that no queue takes for so long helps nobody any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    // A few of each queue: a long line in front of one that is away must not hide the events of the others.
    private const string ReadSql = """
        select d.id, d.queue, d.attempts, d.due_at - now(), d.created_at + @patience - now(), s.queue is not null, d.category, d.reason,
               e.id, e.handoff_id, e.type, e.event, e.traceparent
          from (select p.*, row_number() over (partition by p.queue order by p.seq) as place
                  from handoff_deliveries p where p.thread_id = @thread and p.state = 'pending') d
          join handoff_events e on e.id = d.event_id and e.thread_id = d.thread_id
          left join queue_stops s on s.queue = d.queue
         where d.place <= 20 order by d.seq
        """;

    private const string EndSql = """
        update handoff_deliveries
           set state = @state, category = null, reason = null, published_at = case when @state = 'published' then now() end
         where id = @id and thread_id = @thread and state = 'pending'
        """;

    private const string WaitSql = """
        update handoff_deliveries set due_at = now() + @after, attempts = attempts + 1, category = @category, reason = @reason
         where id = @id and thread_id = @thread and state = 'pending'
        """;

    private const string GiveUpSql = """
        with failed as (
            update handoff_deliveries set state = 'failed', attempts = attempts + 1, category = @category, reason = @reason
             where id = @id and thread_id = @thread and state = 'pending'
            returning id, thread_id, attempts
        )
        insert into failures (id, thread_id, kind, subject_id, category, reason, attempts)
        select uuid_v7(), thread_id, 'publish', id, @category, @reason, attempts from failed
        """;

    private const string CloseSql = """
        with settled as materialized (
            select e.id from handoff_events e
             where e.thread_id = @thread and e.published_at is null and not exists
                   (select 1 from handoff_deliveries d where d.event_id = e.id and d.thread_id = e.thread_id and d.state = 'pending')
             order by e.seq for no key update of e
        )
        update handoff_events e set published_at = now() from settled where e.id = settled.id and e.thread_id = @thread
        """;

    /// <summary>The oldest pending deliveries of each queue, in order.</summary>
    public async Task<List<PendingDelivery>> Read(Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReadSql);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.AddWithValue("patience", Patience);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var pending = new List<PendingDelivery>();
        while (await row.ReadAsync(cancellationToken))
        {
            pending.Add(
                new PendingDelivery(
                    row.GetGuid(0),
                    row.GetString(1),
                    row.GetInt32(2),
                    row.GetTimeSpan(3),
                    row.GetTimeSpan(4),
                    row.GetBoolean(5),
                    row.IsDBNull(6) ? null : row.GetString(6),
                    row.IsDBNull(7) ? null : row.GetString(7),
                    new HandoffEvent(row.GetGuid(8), threadId, row.GetGuid(9), row.GetString(10), row.GetString(11))
                    {
                        Trace = row.IsDBNull(12) ? null : row.GetString(12),
                    }
                )
            );
        }

        return pending;
    }

    public Task Published(PendingDelivery delivery) => End(delivery, "published");

    /// <summary>The queue does not want events of that type.</summary>
    public Task Skipped(PendingDelivery delivery) => End(delivery, "skipped");

    public async Task Wait(PendingDelivery delivery, TimeSpan after, Failure why)
    {
        await using var command = Of(WaitSql, delivery);
        command.Parameters.AddWithValue("after", after);
        Say(command, why);
        await command.ExecuteNonQueryAsync();
    }

    public async Task GiveUp(PendingDelivery delivery, Failure why)
    {
        await using var command = Of(GiveUpSql, delivery);
        Say(command, why);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Events that no queue waits for any more are published.</summary>
    public async Task Close(Guid threadId)
    {
        await using var command = database.CreateCommand(CloseSql);
        command.Parameters.AddWithValue("thread", threadId);
        await command.ExecuteNonQueryAsync();
    }

    private async Task End(PendingDelivery delivery, string state)
    {
        await using var command = Of(EndSql, delivery);
        command.Parameters.AddWithValue("state", state);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand Of(string sql, PendingDelivery delivery)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("id", delivery.Id);
        command.Parameters.AddWithValue("thread", delivery.Event.ThreadId);
        return command;
    }

    private static void Say(NpgsqlCommand command, Failure why)
    {
        command.Parameters.AddWithValue("category", why.Category.ToString());
        command.Parameters.AddWithValue("reason", why.Reason);
    }
}
