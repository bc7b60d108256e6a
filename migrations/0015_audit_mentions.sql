-- Whom an entry of the audit log is about, so that erasing a customer need not read the whole log: the ids and the longer numbers that stand anywhere
-- in it. Computed by the database: an instance of the version before writes entries that are found like all others, no old entry has to be changed,
-- and nobody who writes one can forget it.
create function audit_mentions(subject text, before json, after json) returns text[] language sql immutable parallel safe as
$$
    select array(select distinct found[1]
                   from regexp_matches(subject || ' ' || coalesce(before::text, '') || ' ' || coalesce(after::text, ''),
                                       '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4,})', 'g') as found)
$$;
-- Entries are not written while it is made: some ten seconds for a million of them. Nothing that concerns texts waits for that.
create index ix_audit_log_mentions on audit_log using gin (audit_mentions(subject, before, after));
