using Npgsql;
using NpgsqlTypes;
using SmsBridge.Outbound;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Threads.Proactive;

/// <summary>
/// The moment at which a text that we start is said: it takes its place in the thread's line, and the conversation that is open ends, because its
/// agent cannot be told. The customer's reply opens the next one, which is.
/// </summary>
internal static class StartedTextLine
{
    // Messages are locked in the order of ids. A new place in line (seq) is drawn now, so that what was queued since goes before; the time is
    // that of the clock, so that it lies behind the end of the conversation, which has that of the transaction.
    private const string Sql = $"""
        with signalled as (
            insert into work (thread_id, kind, due_at, version) values (@thread, 'send', now(), 1)
            {AddWork.Only}
            returning thread_id
        ),
        locked as materialized (
            select m.id, m.seq, m.thread_id, m.segments from signalled s join messages m on m.thread_id = s.thread_id
             where m.id = any(@ids) and m.status = 'queued' and not m.pending order by m.id for update of m
        ),
        placed as materialized (
            select id, nextval(pg_get_serial_sequence('messages', 'seq')) as seq from (select id from locked order by seq) as parts
        ),
        counted as (
            insert into thread_segments as c (thread_id, day, segments)
            select thread_id, (now() at time zone 'utc')::date, sum(segments) from locked group by thread_id
            on conflict (thread_id) do update
               set segments = excluded.segments + case when c.day = excluded.day then c.segments else 0 end, day = excluded.day
        )
        update messages m set pending = true, seq = placed.seq, at = clock_timestamp()
          from placed where m.id = placed.id and m.thread_id = @thread
        """;

    private const string ThreadSql = """
        update threads
           set state = 'idle', conversation_id = null, last_message_at = now(), next_attributes = coalesce(next_attributes, '{}')
                   || jsonb_build_object('last_outbound_text', @told,
                                         'last_outbound_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
         where id = @thread
        """;

    /// <summary>Within a transaction that has taken the turn (<see cref="ThreadWork.RevokeTurn"/>) and then locked the thread, which is the agent's or nobody's.</summary>
    /// <param name="parts">Ids of messages that are queued and not pending.</param>
    /// <param name="conversation">The open one.</param>
    /// <returns>False when the text was canceled meanwhile: then nothing has changed.</returns>
    public static async Task<bool> Enter(
        NpgsqlConnection connection,
        Guid threadId,
        IReadOnlyList<Guid> parts,
        string told,
        Guid? conversation,
        CancellationToken cancellationToken
    )
    {
        await using (var place = new NpgsqlCommand(Sql, connection))
        {
            place.Parameters.AddWithValue("thread", threadId);
            place.Parameters.AddWithValue("ids", parts.ToArray());
            if (await place.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                return false;
            }
        }

        await using (var next = new NpgsqlCommand(ThreadSql, connection))
        {
            next.Parameters.AddWithValue("thread", threadId);
            next.Parameters.AddWithValue("told", NpgsqlDbType.Text, told);
            await next.ExecuteNonQueryAsync(cancellationToken);
        }

        if (conversation is { } open)
        {
            await ThreadCloser.CloseConversation(connection, threadId, open, "started-text", cancellationToken);
        }

        return true;
    }
}

/// <summary>Wakes whoever has something to do once a text that we start is in line.</summary>
internal sealed class StartedTextSignals(IWorkSignal<SendWorker> sender, IWorkSignal<RemoteCloser> closer, IWorkSignal<TurnWorker> turns)
{
    /// <summary>After the commit.</summary>
    public void Wake()
    {
        sender.Wake();
        closer.Wake();
        turns.Wake();
    }
}
