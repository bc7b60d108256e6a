using Npgsql;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>Queues that publish nothing until somebody lets them go on, on all instances. After a resume wake the publisher.</summary>
internal sealed class QueueStops(NpgsqlDataSource database, ILogger<QueueStops> log)
{
    private const string StopSql = "insert into queue_stops (queue, reason) values (@queue, @reason) on conflict do nothing";

    // The work rows come first, in the order of threads. A holder of one of them sees that its version was raised and looks again.
    private const string ResumeSql = $"""
        with resumed as (
            delete from queue_stops where queue = @queue returning queue
        ),
        waiting as materialized (
            select distinct thread_id from handoff_deliveries where queue = @queue and state = 'pending' order by thread_id
        ),
        woken as (
            insert into work (thread_id, kind, due_at, version) select thread_id, 'publish', now(), 1 from waiting order by thread_id
            {AddWork.AndWake}
            returning thread_id
        ),
        due as (
            update handoff_deliveries d set due_at = now() from woken where d.thread_id = woken.thread_id and d.queue = @queue and d.state = 'pending'
        )
        select count(*) from resumed
        """;

    /// <summary>Alerts once, whatever number of events and instances is told to stop.</summary>
    public async Task Stop(string queue, string reason)
    {
        await using var command = database.CreateCommand(StopSql);
        command.Parameters.AddWithValue("queue", queue);
        command.Parameters.AddWithValue("reason", reason);
        if (await command.ExecuteNonQueryAsync() > 0)
        {
            log.QueueStopped(queue, reason);
        }
    }

    /// <summary>Lets a stopped queue go on; whatever waits for the queue is tried at once, stopped or not.</summary>
    public async Task Resume(string queue, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ResumeSql);
        command.Parameters.AddWithValue("queue", queue);
        if ((long)(await command.ExecuteScalarAsync(cancellationToken))! > 0)
        {
            log.QueueResumed(queue);
        }
    }
}
