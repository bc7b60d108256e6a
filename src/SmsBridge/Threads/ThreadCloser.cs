using Npgsql;
using SmsBridge.Handoff;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>Ends what is open in a thread: its conversation, for the Chat API to be told, and a handoff that people have not ended.</summary>
internal sealed class ThreadCloser(NpgsqlDataSource database, IWorkSignal<RemoteCloser> closer, IWorkSignal<Publisher> publisher)
{
    // The guard for idle closing stands here, so that a text that comes at the same moment keeps the conversation, as does one whose answer
    // takes longer than the customer's silence may last.
    private const string MoveSql = """
        update threads t set state = 'idle', conversation_id = null
          from (select id, conversation_id from threads where id = @thread for update) before
         where t.id = before.id and t.state in ('agent', 'handover', 'live-agent')
           and (@silent_for is null or (t.state = 'agent' and t.last_text_at <= now() - @silent_for
                and not exists (select 1 from messages m where m.thread_id = t.id and m.pending and m.direction = 'in')))
        returning before.conversation_id, t.number, t.customer, now()
        """;

    private const string ConversationSql = """
        with closed as (
            update conversations set closed_at = now(), close_reason = @reason, remote_close = true
             where id = @conversation and thread_id = @thread and closed_at is null returning thread_id
        )
        insert into work (thread_id, kind, due_at, version) select thread_id, 'close', now(), 1 from closed
        on conflict (thread_id, kind) do update set version = work.version + 1
        """;

    private const string HandoffSql = """
        update handoffs set state = 'released', ended_at = now(), end_reason = @reason
         where thread_id = @thread and state in ('waiting', 'accepted') returning id, queue
        """;

    private const string EventSql = """
        with signalled as (
            insert into work (thread_id, kind, due_at, version) values (@thread, 'publish', now(), 1)
            on conflict (thread_id, kind) do update set version = work.version + 1
        )
        insert into handoff_events (id, thread_id, handoff_id, type, queue, event) values (@id, @thread, @handoff, @type, @queue, @event::json)
        """;

    /// <param name="silentFor">Close only a conversation with the agent whose customer has been silent for so long; null: close whatever is open.</param>
    /// <returns>False when nothing was open, or the customer was not silent.</returns>
    public async Task<bool> Close(Guid threadId, string reason, TimeSpan? silentFor, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await Move(connection, threadId, silentFor, cancellationToken) is not { } moved)
        {
            return false;
        }

        if (moved.ConversationId is { } conversation)
        {
            await using var close = new NpgsqlCommand(ConversationSql, connection);
            close.Parameters.AddWithValue("thread", threadId);
            close.Parameters.AddWithValue("conversation", conversation);
            close.Parameters.AddWithValue("reason", reason);
            await close.ExecuteNonQueryAsync(cancellationToken);
        }

        await Release(connection, threadId, moved, reason, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        closer.Wake();
        publisher.Wake();
        return true;
    }

    private static async Task<Moved?> Move(
        NpgsqlConnection connection,
        Guid threadId,
        TimeSpan? silentFor,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(MoveSql, connection);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.Add(
            new NpgsqlParameter("silent_for", NpgsqlTypes.NpgsqlDbType.Interval) { Value = (object?)silentFor ?? DBNull.Value }
        );
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new Moved(row.IsDBNull(0) ? null : row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3))
            : null;
    }

    /// <summary>A desk that waits for the thread, or has it, learns that it is over.</summary>
    private static async Task Release(
        NpgsqlConnection connection,
        Guid threadId,
        Moved moved,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var open = new List<(Guid Id, string Queue)>();
        await using (var release = new NpgsqlCommand(HandoffSql, connection))
        {
            release.Parameters.AddWithValue("thread", threadId);
            release.Parameters.AddWithValue("reason", reason);
            await using var row = await release.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                open.Add((row.GetGuid(0), row.GetString(1)));
            }
        }

        foreach (var (handoff, queue) in open)
        {
            var id = Guid.CreateVersion7();
            var data = CloudEvents.Write(json =>
            {
                json.WriteString("handoffId", handoff);
                json.WriteString("threadId", threadId);
                json.WriteString("number", moved.Number);
                json.WriteString("customer", moved.Customer);
                json.WriteString("reason", reason);
            });
            await using var command = new NpgsqlCommand(EventSql, connection);
            command.Parameters.AddWithValue("id", id);
            command.Parameters.AddWithValue("thread", threadId);
            command.Parameters.AddWithValue("handoff", handoff);
            command.Parameters.AddWithValue("type", HandoffEventType.Released);
            command.Parameters.AddWithValue("queue", queue);
            command.Parameters.AddWithValue("event", CloudEvents.Envelope(id, HandoffEventType.Released, threadId, moved.Now, data));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private sealed record Moved(Guid? ConversationId, string Number, string Customer, DateTimeOffset Now);
}
