-- Who may use the API, who changed what, and where numbers pointed before they were connected.

create table api_keys (
    id           uuid        not null,
    name         text        not null,
    role         text        not null,   -- viewer | operator | admin
    prefix       text        not null,   -- sbk_ and the eight characters that name the key; no secret
    salt         bytea       not null,
    hash         bytea       not null,   -- HMAC-SHA256 of the whole key under the salt
    created_at   timestamptz not null default now(),
    created_by   text        not null,
    expires_at   timestamptz null,
    last_used_at timestamptz null,       -- to the minute
    revoked_at   timestamptz null,
    constraint pk_api_keys primary key (id)
);
create unique index ux_api_keys_prefix on api_keys (prefix);
create unique index ux_api_keys_name on api_keys (name) where revoked_at is null;

create table audit_log (
    id      uuid        not null,
    at      timestamptz not null default now(),
    actor   text        not null,   -- a key's name, bootstrap, cli:user, console:…
    action  text        not null,   -- number.put, key.revoke, …
    subject text        not null,   -- the number, or the id of what was changed
    before  json        null,       -- null: it did not exist
    after   json        null,       -- null: it is gone
    constraint pk_audit_log primary key (id)
);
create index ix_audit_log_at on audit_log (at, id);
create index ix_audit_log_subject on audit_log (subject, at, id);
create index ix_audit_log_actor on audit_log (actor, at, id);

-- Append only. Retention is the one exception, and says so in its transaction: set local smsbridge.audit_retention = 'on'.
create function refuse_audit_change() returns trigger language plpgsql as
$$
begin
    if tg_op = 'DELETE' and current_setting('smsbridge.audit_retention', true) = 'on' then
        return old;
    end if;
    raise exception 'audit_log is append-only' using errcode = 'restrict_violation';
end
$$;
create trigger tr_audit_log_rows before update or delete on audit_log for each row execute function refuse_audit_change();
create trigger tr_audit_log_truncate before truncate on audit_log for each statement execute function refuse_audit_change();

-- What a number's webhook was before it was pointed at the bridge; the row goes when that is put back.
create table saved_webhooks (
    number              text        not null,
    account_sid         text        not null,
    phone_sid           text        not null,
    sms_url             text        not null,
    sms_method          text        not null,
    sms_application_sid text        not null,   -- empty: none
    saved_at            timestamptz not null default now(),
    saved_by            text        not null,
    constraint pk_saved_webhooks primary key (number)
);
