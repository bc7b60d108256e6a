using SmsBridge.Work;

namespace SmsBridge.Privacy;

/// <summary>
/// The statements that erase one thread, in their order. What must not be written behind their back is locked first, in the order in which everybody
/// else locks it; without its work rows nobody who still computes something for the thread can write it.
/// </summary>
internal static class ErasureSql
{
    /// <summary>How a handoff and a conversation end by it, for the desk and in the rows that wait until desk and agent have heard.</summary>
    public const string Reason = "erased";

    /// <summary>What stands for the customer in what is told to the desk.</summary>
    public const string Nobody = "erased";

    public const string LockTimer = "select 1 from work where thread_id = @thread and kind = 'scheduled' for update";

    public const string LockThread = "select number, customer, now() from threads where id = @thread for update";

    /// <summary>Those that an earlier erasure left, because the desk has not heard of them yet, stay.</summary>
    public const string LockHandoffs = """
        select id from handoffs where thread_id = @thread and end_reason is distinct from 'erased' order by id for update
        """;

    public const string LockRest = """
        select 1 from (select 1 from work where thread_id = @thread and kind = 'send' for update) s;
        select 1 from (select 1 from messages where thread_id = @thread order by id for update) m;
        select 1 from (select 1 from work where thread_id = @thread order by kind for update) w;
        select 1 from (select 1 from handoff_events where thread_id = @thread order by seq for update) e
        """;

    public const string EndHandoff = """
        update handoffs
           set state = 'released', ended_at = now(), end_reason = 'erased', data = @data::json, accepted_by = null, control_hash = null, control_until = null
         where thread_id = @thread and state in ('waiting', 'accepted')
        returning id
        """;

    /// <summary>The agent has still to hear that it is over; its own id of the conversation is all that is kept for that.</summary>
    public const string EndConversation = $$"""
        with ended as (
            update conversations
               set closed_at = coalesce(closed_at, now()), close_reason = 'erased', remote_close = true, attributes = '{}', warned_at = null, warned_for = null
             where thread_id = @thread and (closed_at is null or remote_close)
            returning thread_id
        )
        insert into work (thread_id, kind, due_at, version) select distinct thread_id, 'close', now(), 1 from ended
        {{AddWork.AndWake}}
        """;

    /// <summary>Name for people, and the statement; their order matters.</summary>
    public static readonly (string What, string Sql)[] Deletes =
    [
        ("events", "delete from handoff_events where thread_id = @thread and handoff_id = any(@handoffs)"),
        // A statement of its own, so that it sees what a publisher put there while the one above waited for it.
        (
            "queued",
            """
            delete from queue_messages q where q.thread_id = @thread
               and not exists (select 1 from handoff_events e where e.id = q.event_id and e.thread_id = q.thread_id)
            """
        ),
        (
            "deliveries",
            """
            delete from handoff_deliveries d where d.thread_id = @thread
               and not exists (select 1 from handoff_events e where e.id = d.event_id and e.thread_id = d.thread_id)
            """
        ),
        ("handoffs", "delete from handoffs where thread_id = @thread and end_reason is distinct from 'erased'"),
        ("conversations", "delete from conversations where thread_id = @thread and not remote_close"),
        ("failures", "delete from failures where thread_id = @thread"),
        ("turns", "delete from turns where thread_id = @thread"),
        (
            "counters",
            """
            with texts as (
                delete from number_texts where number = @number and text_id = any(array(select id from messages where thread_id = @thread))
            )
            delete from thread_segments where thread_id = @thread
            """
        ),
        ("messages", "delete from messages where thread_id = @thread"),
        ("threads", "delete from threads where id = @thread"),
        (
            "work",
            """
            delete from work w where w.thread_id = @thread
               and not (w.kind = 'close' and exists (select 1 from conversations c where c.thread_id = w.thread_id and c.remote_close))
               and not (w.kind = 'publish' and exists
                        (select 1 from handoff_deliveries d where d.thread_id = w.thread_id and d.state = 'pending'))
            """
        ),
    ];

    /// <summary>
    /// An opt-out stays, as a keyed hash without the address; all else that was recorded of the customer's consent goes. Where only one number was
    /// asked for and the customer is known at others of the same Messaging Service, the opt-out stays what it is.
    /// </summary>
    public const string Consents = """
        with held as materialized (
            select c.scope, c.opted_out from consents c
             where c.customer_hash = any(@plains) and (@scope::text is null or c.scope = @scope)
               and not exists (select 1 from threads t where t.customer = any(@forms) and (@numbers::text[] is null or t.number = any(@numbers)))
        ),
        kept as (
            insert into consents (scope, customer_hash, opted_out) select distinct scope, @keyed, true from held where opted_out
            on conflict (scope, customer_hash) do update set opted_out = true
            returning scope
        ),
        noted as (
            insert into consent_events (id, scope, number, customer_hash, opted_out, how, actor)
            select uuid_v7(), k.scope, coalesce(@number, k.scope), @keyed, true, 'erasure', @actor from kept k
        ),
        dropped as (
            delete from consents c using held h where c.scope = h.scope and c.customer_hash = any(@plains)
        ),
        silenced as (
            delete from consent_events e
             where e.customer_hash = any(@plains) and (e.number = @number or e.scope in (select scope from held) or (@number is null and @scope::text is null))
            returning 1
        )
        select (select count(*) from silenced), (select count(*) from kept)
        """;

    /// <summary>Which other addresses are the customer's.</summary>
    public const string Links = "delete from customer_links where customer = any(@forms) or other = any(@forms)";

    /// <summary>
    /// The log keeps who did what; for whom is blanked. The database does it with the rights of the tables' owner, because ours may only add entries.
    /// JSON may write the plus sign of an address as an escape.
    /// </summary>
    public const string Audit = "select erase_from_audit_log(@mentions, @thread_text, @customer, @escaped)";
}
