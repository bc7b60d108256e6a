-- What becomes of a text that people wrote, as an event for the desk. Called by the statement that moves the message's status; the text's id is on its first part.
create function add_delivery_event(thread uuid, handoff uuid, message uuid, new_status text, code integer, error text) returns void language plpgsql as
$$
declare
    event_id constant uuid := uuid_v7();
    event_type constant text := 'smsbridge.handoff.delivery.v1';
begin
    perform add_handoff_event(event_id, thread, handoff, event_type,
        json_build_object(
            'specversion', '1.0', 'id', event_id, 'source', '/smsbridge', 'type', event_type, 'subject', thread,
            'time', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'datacontenttype', 'application/json',
            'data', json_build_object(
                'handoffId', handoff, 'threadId', thread, 'number', t.number, 'customer', t.customer, 'messageId', message,
                'clientMessageId',
                    (select first.client_id from messages m
                       join messages first on first.thread_id = m.thread_id and first.seq <= m.seq
                        and first.handoff_id = handoff and first.client_id is not null
                      where m.id = message and m.thread_id = thread order by first.seq desc limit 1),
                'status', new_status,
                'error', case when code is not null or error is not null then json_build_object('code', code, 'text', error) end)))
       from threads t where t.id = thread;
end
$$;
