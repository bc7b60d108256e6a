-- The trace of a text goes on where its row is taken up: W3C traceparent of what stored the row; null where nobody traces.
alter table messages add column traceparent text null;
alter table handoff_events add column traceparent text null;

-- For the metrics that count what is open, without reading what is over.
create index ix_failures_open on failures (kind, category) where replayed_at is null;
create index ix_handoffs_open on handoffs (queue, state, requested_at) where state in ('waiting', 'accepted');

-- As before, and with the trace that the event belongs to.
create function add_handoff_event(event_id uuid, thread uuid, handoff uuid, event_type text, body json, trace text) returns void language plpgsql as
$$
begin
    insert into work (thread_id, kind, due_at, version) values (thread, 'publish', now(), 1)
    on conflict (thread_id, kind) do update
       set version = work.version + 1, due_at = case when work.lease is null then least(work.due_at, now()) else work.due_at end;
    insert into handoff_events (id, thread_id, handoff_id, type, queue, event, traceparent)
    select event_id, thread, handoff, event_type, h.queue, body, trace from handoffs h where h.id = handoff and h.thread_id = thread;
    insert into handoff_deliveries (id, thread_id, event_id, queue)
    select uuid_v7(), thread, event_id, target
      from handoffs h cross join unnest(coalesce(h.queues, array[h.queue])) with ordinality as t (target, position)
     where h.id = handoff and h.thread_id = thread order by t.position;
end
$$;

-- Instances of the version before call this one until the last of them has stopped.
create or replace function add_handoff_event(event_id uuid, thread uuid, handoff uuid, event_type text, body json) returns void language sql as
$$ select add_handoff_event(event_id, thread, handoff, event_type, body, null::text) $$;

-- As before; the event belongs to the trace of the text that it is about.
create or replace function add_delivery_event(thread uuid, handoff uuid, message uuid, new_status text, code integer, error text) returns void language plpgsql as
$$
declare
    event_id constant uuid := uuid_v7();
    event_type constant text := 'smsbridge.handoff.delivery.v1';
    trace constant text := (select m.traceparent from messages m where m.id = message and m.thread_id = thread);
    tracing constant text := case when trace is null then '' else ', "traceparent" : ' || to_json(trace)::text end;
begin
    perform add_handoff_event(event_id, thread, handoff, event_type,
        (rtrim(json_build_object(
            'specversion', '1.0', 'id', event_id, 'source', '/smsbridge', 'type', event_type, 'subject', thread,
            'time', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'datacontenttype', 'application/json')::text, '}')
         || tracing || ', "data" : ' ||
            json_build_object(
                'handoffId', handoff, 'threadId', thread, 'number', t.number, 'customer', t.customer, 'messageId', message,
                'clientMessageId',
                    (select first.client_id from messages m
                       join messages first on first.thread_id = m.thread_id and first.seq <= m.seq
                        and first.handoff_id = handoff and first.client_id is not null
                      where m.id = message and m.thread_id = thread order by first.seq desc limit 1),
                'status', new_status,
                'error', case when code is not null or error is not null then json_build_object('code', code, 'text', error) end)::text || '}')::json,
        trace)
       from threads t where t.id = thread;
end
$$;
