-- Who may be texted. An opt-out holds for the pair (scope, customer): the scope is the Messaging Service where the number is in one, else the number.

create table consents (
    scope          text        not null,
    customer_hash  bytea       not null,   -- SHA-256 of the address: an opt-out outlives the customer's other data
    customer       text        null,
    opted_out      boolean     not null,
    changed_at     timestamptz not null default now(),
    constraint pk_consents primary key (scope, customer_hash)
);

-- Append-only: who, when, how.
create table consent_events (
    id             uuid        not null,
    scope          text        not null,
    number         text        not null,
    customer_hash  bytea       not null,
    customer       text        null,
    opted_out      boolean     not null,
    how            text        not null,   -- keyword | provider | refused-send | operator
    word           text        null,       -- what the customer wrote
    provider_sid   text        null,       -- the text that said so
    actor          text        null,       -- the operator
    at             timestamptz not null default now(),
    constraint pk_consent_events primary key (id)
);
create index ix_consent_events_at on consent_events (at, id);
create index ix_consent_events_customer on consent_events (customer_hash, at);
