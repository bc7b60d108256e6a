-- Texts that we start, some of them for later. One that waits for its time is queued and not pending: it is in nobody's line yet.
alter table messages
    add column started_id uuid        null,   -- of a text that we started: the id of its first part
    add column started    jsonb       null,   -- on that part: the text as it was written, and the time zones in which quiet hours count (none: ignored)
    add column send_at    timestamptz null;   -- when it was to be sent; null: at once
create index ix_messages_send_at on messages (thread_id, send_at) where send_at is not null;
