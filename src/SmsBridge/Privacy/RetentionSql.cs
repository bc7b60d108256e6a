using SmsBridge.Storage;

namespace SmsBridge.Privacy;

/// <summary>
/// What is removed because of its age, for a page of one number's threads at a time. Each statement changes a batch of rows that it finds by the index
/// of their threads. Nothing is removed that somebody still needs: texts that wait, conversations and handoffs that are open, events that a queue does
/// not have yet. Threads and handoffs are locked before what hangs on them, as everybody does; one that somebody else has at the moment is left for the
/// next round.
/// </summary>
internal static class RetentionSql
{
    /// <summary>One instance at a time; the lock ends with the connection.</summary>
    public const string TryLock = $"select pg_try_advisory_lock({AdvisoryLocks.RetentionRound})";

    public const string Unlock = $"select pg_advisory_unlock({AdvisoryLocks.RetentionRound})";

    /// <summary>From number to number by the index, without reading the threads between.</summary>
    public const string NextNumber = "select number from threads where number > @after order by number limit 1";

    public const string Page = """
        select id, created_at from threads where number = @number and (created_at, id) > (@created, @id) order by created_at, id limit @page
        """;

    /// <summary>
    /// The row stays, with the provider's id, which counts once for ever; what it says goes. In the order of the thread's line, up to the first
    /// text that still waits, so that what is done already is not read again.
    /// </summary>
    public const string Messages = """
        with due as materialized (
            select o.id, o.thread_id from threads t
             cross join lateral (
                select m.id, m.thread_id, bool_and(m.at < now() - @age) over (order by m.seq) as is_old from messages m
                 where m.thread_id = t.id and m.seq > t.blanked_to
                   and m.seq < coalesce((select min(w.seq) from messages w where w.thread_id = t.id and w.pending), 9223372036854775807)
                   and m.seq < coalesce((select min(w.seq) from messages w
                                          where w.thread_id = t.id and w.send_at is not null and w.status = 'queued'), 9223372036854775807)
                 order by m.seq limit @batch
             ) o
             where t.id = any(@threads) and o.is_old
               and (select f.at from messages f where f.thread_id = t.id and f.seq > t.blanked_to order by f.seq limit 1) < now() - @age
             limit @batch
        ),
        held as materialized (
            select t.id from threads t where t.id in (select thread_id from due) order by t.id for no key update skip locked
        ),
        locked as materialized (
            select m.id, m.thread_id from due join held on held.id = due.thread_id join messages m on m.id = due.id and m.thread_id = due.thread_id
             where not m.pending order by m.id for update of m
        ),
        blanked as (
            update messages m set text = '', media = null, facts = null, details = null, started = null, error_text = null
              from locked where m.id = locked.id and m.thread_id = locked.thread_id
            returning m.thread_id, m.seq
        ),
        marked as (
            update threads t set blanked_to = b.seq from (select thread_id, max(seq) as seq from blanked group by thread_id) b where t.id = b.thread_id
        )
        select count(*) from blanked
        """;

    /// <summary>What we wrote unasked and the next agent was to be told.</summary>
    public const string Told = """
        with held as materialized (
            select id from threads
             where id = any(@threads) and last_message_at < now() - @age and next_attributes ? 'last_outbound_text'
             order by id for no key update skip locked
        ),
        told as (
            update threads t set next_attributes = next_attributes - 'last_outbound_text' from held where t.id = held.id returning 1
        )
        select count(*) from told
        """;

    /// <summary>Whatever gave up so long ago: its text is gone, so there is nothing to try again.</summary>
    public const string Failures = """
        with due as materialized (
            select f.id, f.thread_id from failures f where f.thread_id = any(@threads) and f.failed_at < now() - @age limit @batch
        ),
        gone as (delete from failures f using due where f.id = due.id and f.thread_id = due.thread_id returning 1)
        select count(*) from gone
        """;

    /// <summary>Of handoffs that have ended; only events that no queue waits for, and that do not wait in one of ours.</summary>
    public const string Events = """
        with due as materialized (
            select e.id, e.thread_id, e.handoff_id from handoffs h
              join handoff_events e on e.handoff_id = h.id and e.thread_id = h.thread_id
             where h.thread_id = any(@threads) and h.ended_at < now() - @age and e.published_at is not null and e.position is not null
               and not exists (select 1 from handoff_deliveries d where d.event_id = e.id and d.thread_id = e.thread_id and d.state = 'pending')
               and not exists (select 1 from queue_messages q where q.event_id = e.id and q.thread_id = e.thread_id)
             limit @batch
        ),
        held as materialized (
            select h.id, h.thread_id from handoffs h where (h.id, h.thread_id) in (select handoff_id, thread_id from due)
             order by h.id for no key update skip locked
        ),
        mine as materialized (select due.id, due.thread_id from due join held on held.id = due.handoff_id and held.thread_id = due.thread_id),
        delivered as (delete from handoff_deliveries d using mine where d.event_id = mine.id and d.thread_id = mine.thread_id),
        gone as (delete from handoff_events e using mine where e.id = mine.id and e.thread_id = mine.thread_id returning 1)
        select count(*) from gone
        """;

    public const string Attributes = """
        with due as materialized (
            select c.id, c.thread_id from conversations c
             where c.thread_id = any(@threads) and c.closed_at < now() - @age and c.attributes <> '{}' limit @batch
        ),
        bare as (update conversations c set attributes = '{}' from due where c.id = due.id and c.thread_id = due.thread_id returning 1)
        select count(*) from bare
        """;

    /// <summary>What is written anew without parts of it. The rows are read here and not changed by SQL: the agent's object may hold what Postgres refuses to look into.</summary>
    public const string Data = """
        select h.id, h.thread_id, h.data, coalesce(h.ended_at < now() - @transcripts, false), coalesce(h.ended_at < now() - @payloads, false)
          from handoffs h
         where h.thread_id = any(@threads)
           and ((not h.transcript_removed and h.ended_at < now() - @transcripts) or (not h.payload_removed and h.ended_at < now() - @payloads))
         limit @batch
        """;

    public const string WriteData = """
        update handoffs set data = @data::json, transcript_removed = transcript_removed or @transcript, payload_removed = payload_removed or @payload
         where id = @id and thread_id = @thread
        """;

    /// <summary>Handoffs of erased customers, once the desk has had time to hear of their end: a few minutes where no queue waits, a day in any case.</summary>
    public const string Erased = """
        with due as materialized (
            select h.id, h.thread_id from handoffs h
             where h.end_reason = 'erased' and h.ended_at < now() - interval '5 minutes'
               and (h.ended_at < now() - interval '25 hours' or not exists
                    (select 1 from handoff_events e where e.handoff_id = h.id and e.thread_id = h.thread_id
                        and (exists (select 1 from handoff_deliveries d where d.event_id = e.id and d.thread_id = e.thread_id and d.state = 'pending')
                          or exists (select 1 from queue_messages q where q.event_id = e.id and q.thread_id = e.thread_id))))
             order by h.ended_at limit @batch
        ),
        events as (
            delete from handoff_events e using due where e.handoff_id = due.id and e.thread_id = due.thread_id returning e.id, e.thread_id
        ),
        queued as (delete from queue_messages q using events where q.event_id = events.id and q.thread_id = events.thread_id),
        delivered as (
            delete from handoff_deliveries d using events where d.event_id = events.id and d.thread_id = events.thread_id returning d.id, d.thread_id
        ),
        failed as (delete from failures f using delivered where f.subject_id = delivered.id and f.thread_id = delivered.thread_id),
        gone as (delete from handoffs h using due where h.id = due.id and h.thread_id = due.thread_id returning 1)
        select count(*) from gone
        """;
}
