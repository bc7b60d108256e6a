-- The audit log: which key an actor had, since names of keys come again; and how erasing blanks entries without a right to change them, so that the
-- role of serve needs none.

alter table audit_log add column key_id uuid null;   -- null: the key in the settings, a command, or an entry from before

create or replace function refuse_audit_change() returns trigger language plpgsql as
$$
begin
    if tg_op = 'DELETE' and current_setting('smsbridge.audit_retention', true) = 'on' then
        return old;
    end if;
    if tg_op = 'UPDATE' and current_setting('smsbridge.audit_erasure', true) = 'on'
       and (new.id, new.at, new.actor, new.action) = (old.id, old.at, old.actor, old.action) and new.key_id is not distinct from old.key_id then
        return new;
    end if;
    raise exception 'audit_log is append-only' using errcode = 'restrict_violation';
end
$$;

-- Runs with the rights of whoever owns the tables. It blanks a thread's id and a customer's address, and can do nothing else: who did what, and when,
-- stays. The index says which entries mention them, and the order in which they are locked keeps two erasures of one customer apart.
do $do$
begin
    execute format($sql$
        create function erase_from_audit_log(mentions text[], thread_text text, customer text, escaped text) returns integer
            language plpgsql security definer set search_path = %I, pg_temp as
        $body$
        declare
            blanked integer;
        begin
            perform set_config('smsbridge.audit_erasure', 'on', true);
            with about as materialized (
                select l.id from audit_log l where audit_mentions(l.subject, l.before, l.after) && mentions order by l.id for update
            )
            update audit_log a
               set subject = replace(replace(a.subject, thread_text, 'erased'), customer, 'erased'),
                   before = replace(replace(replace(a.before::text, thread_text, 'erased'), customer, 'erased'), escaped, 'erased')::json,
                   after = replace(replace(replace(a.after::text, thread_text, 'erased'), customer, 'erased'), escaped, 'erased')::json
             where a.id = any(array(select id from about))
               and exists (select 1 from unnest(array[thread_text, customer, escaped]) as said (word)
                            where strpos(concat(a.subject, ' ', a.before, ' ', a.after), said.word) > 0);
            get diagnostics blanked = row_count;
            perform set_config('smsbridge.audit_erasure', 'off', true);
            return blanked;
        end
        $body$
    $sql$, current_schema());
end
$do$;
revoke all on function erase_from_audit_log(text[], text, text, text) from public;
