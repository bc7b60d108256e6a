using Npgsql;
using NpgsqlTypes;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

/// <summary>Writes handoffs and their events inside the transaction of the turn that caused them; never one without the other.</summary>
internal sealed class HandoffOutbox(IWorkSignal<Publisher> publisher)
{
    // A conversation that was closed meanwhile hands nothing over any more: then the thread does not move, and nothing is inserted.
    private const string HandoffSql = """
        with mine as materialized (
            select h.* from unnest(@threads, @leases, @ids, @conversations, @queues, @data, @deadlines)
                   as h (thread_id, lease, id, conversation_id, queues, data, deadline)
              join work w on w.thread_id = h.thread_id and w.lease = h.lease
        ),
        moved as (
            update threads t set state = 'handover' from mine where t.id = mine.thread_id and t.conversation_id = mine.conversation_id
            returning t.id
        ),
        timed as (
            insert into work (thread_id, kind, due_at, version)
            select moved.id, 'handoff', now() + mine.deadline, 1 from mine join moved on moved.id = mine.thread_id order by moved.id
            on conflict (thread_id, kind) do update set due_at = excluded.due_at, lease = null, version = work.version + 1
        )
        insert into handoffs (id, thread_id, conversation_id, state, queue, queues, data, pickup_by)
        select mine.id, mine.thread_id, mine.conversation_id, 'waiting', split_part(mine.queues, ',', 1), string_to_array(mine.queues, ','),
               mine.data::json, now() + mine.deadline
          from mine join moved on moved.id = mine.thread_id
        """;

    private const string EventSql = """
        with mine as materialized (
            select e.* from unnest(@threads, @leases, @ids, @handoffs, @types, @events, @traces)
                   as e (thread_id, lease, id, handoff_id, type, event, trace)
              join work w on w.thread_id = e.thread_id and w.lease = e.lease
              join handoffs h on h.id = e.handoff_id and h.thread_id = e.thread_id
             order by e.thread_id
        )
        select add_handoff_event(id, thread_id, handoff_id, type, event::json, trace) from mine
        """;

    private const string AddSql = "select add_handoff_event(@id, @thread, @handoff, @type, @event::json, @trace)";

    public static IEnumerable<Effect?> Effects(IReadOnlyList<TurnResult> results)
    {
        yield return Effect.Of(HandoffSql, results.Where(r => r.Handoff is not null).ToList(), BindHandoffs);
        yield return Effect.Of(EventSql, results.Where(r => r.Event is not null).ToList(), BindEvents, _ => { });
    }

    /// <summary>Within the transaction of whoever changes a handoff otherwise; wake the publisher after the commit.</summary>
    public static async Task Add(NpgsqlConnection connection, HandoffEvent added, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AddSql, connection);
        command.Parameters.AddWithValue("id", added.Id);
        command.Parameters.AddWithValue("thread", added.ThreadId);
        command.Parameters.AddWithValue("handoff", added.HandoffId);
        command.Parameters.AddWithValue("type", added.Type);
        command.Parameters.AddWithValue("event", added.Json);
        command.Parameters.AddNullable("trace", NpgsqlDbType.Text, added.Trace);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Has the events published at once; call it after the commit.</summary>
    public void Signal(IReadOnlyList<TurnResult> results)
    {
        if (results.Any(r => r.Event is not null))
        {
            publisher.Wake();
        }
    }

    private static void BindHandoffs(NpgsqlParameterCollection p, IReadOnlyCollection<TurnResult> items)
    {
        Bind(p, items);
        p.AddWithValue("ids", items.Select(r => r.Handoff!.Id).ToArray());
        p.AddWithValue("conversations", items.Select(r => r.Handoff!.ConversationId).ToArray());
        p.AddWithValue("queues", items.Select(r => string.Join(',', r.Handoff!.Queues)).ToArray());
        p.AddWithValue("deadlines", items.Select(r => r.Handoff!.PickupDeadline).ToArray());
        p.AddWithValue("data", items.Select(r => r.Handoff!.Data).ToArray());
    }

    private static void BindEvents(NpgsqlParameterCollection p, IReadOnlyCollection<TurnResult> items)
    {
        Bind(p, items);
        p.AddWithValue("ids", items.Select(r => r.Event!.Id).ToArray());
        p.AddWithValue("handoffs", items.Select(r => r.Event!.HandoffId).ToArray());
        p.AddWithValue("types", items.Select(r => r.Event!.Type).ToArray());
        p.AddWithValue("events", items.Select(r => r.Event!.Json).ToArray());
        p.AddWithValue("traces", items.Select(r => r.Event!.Trace).ToArray());
    }

    private static void Bind(NpgsqlParameterCollection p, IReadOnlyCollection<TurnResult> items)
    {
        p.AddLeases(items.Select(r => r.Lease).ToList());
    }
}
