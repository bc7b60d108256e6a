using Npgsql;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>
/// Puts events into the outbox, inside the transaction that changes what they tell: the event, a delivery for each queue of its handoff, and the work of
/// the publisher (<c>add_handoff_event</c>). Wake the publisher after the commit.
/// </summary>
internal static class EventOutbox
{
    private const string AddSql = """
        with mine as materialized (
            select e.* from unnest(@ids, @event_threads, @handoffs, @types, @events, @traces) with ordinality
                   as e (id, thread_id, handoff_id, type, event, trace, position)
             order by e.position
        )
        select add_handoff_event(id, thread_id, handoff_id, type, event::json, trace) from mine
        """;

    private const string AddHeldSql = """
        with mine as materialized (
            select e.* from unnest(@threads, @leases, @ids, @handoffs, @types, @events, @traces)
                   as e (thread_id, lease, id, handoff_id, type, event, trace)
              join work w on w.thread_id = e.thread_id and w.lease = e.lease
              join handoffs h on h.id = e.handoff_id and h.thread_id = e.thread_id
             order by e.thread_id
        )
        select add_handoff_event(id, thread_id, handoff_id, type, event::json, trace) from mine
        """;

    /// <param name="events">In the order of threads, then of what happened.</param>
    public static Task Add(NpgsqlConnection connection, IReadOnlyCollection<HandoffEvent> events) =>
        Effect.Run(connection, [Effect.Of(AddSql, events, BindAdded, _ => { })]);

    /// <summary>Events of threads whose lease is still held, and whose handoff is there; others are passed over.</summary>
    public static Effect? Held(IReadOnlyCollection<(Lease Lease, HandoffEvent Event)> events) =>
        Effect.Of(AddHeldSql, events, BindHeld, _ => { });

    private static void BindAdded(NpgsqlParameterCollection p, IReadOnlyCollection<HandoffEvent> events)
    {
        p.AddWithValue("event_threads", events.Select(e => e.ThreadId).ToArray());
        Bind(p, events);
    }

    private static void BindHeld(NpgsqlParameterCollection p, IReadOnlyCollection<(Lease Lease, HandoffEvent Event)> events)
    {
        p.AddLeases(events.Select(e => e.Lease).ToList());
        Bind(p, events.Select(e => e.Event).ToList());
    }

    private static void Bind(NpgsqlParameterCollection p, IReadOnlyCollection<HandoffEvent> events)
    {
        p.AddWithValue("ids", events.Select(e => e.Id).ToArray());
        p.AddWithValue("handoffs", events.Select(e => e.HandoffId).ToArray());
        p.AddWithValue("types", events.Select(e => e.Type).ToArray());
        p.AddWithValue("events", events.Select(e => e.Json).ToArray());
        p.AddWithValue("traces", events.Select(e => e.Trace).ToArray());
    }
}
