-- The console: who is signed in, and indexes for what it counts. None is on a table that every text is written to; what is new there is found
-- through the primary key, because ids begin with their time.

create table console_sessions (
    hash            bytea       not null,   -- SHA-256 of the word in the cookie
    key_id          uuid        null,       -- the API key that was signed in with; null: the one in the settings
    bootstrap_proof bytea       null,       -- HMAC-SHA256 of that one under the word in the cookie: a session ends when the setting changes
    created_at      timestamptz not null default now(),
    expires_at      timestamptz not null,
    constraint pk_console_sessions primary key (hash)
);

create index ix_failures_not_replayed on failures (failed_at, id) where replayed_at is null;

-- Customers are looked for by the last digits of their number. Written once for each new thread.
create index ix_threads_customer_end on threads (reverse(customer) text_pattern_ops);
