-- Limits: how often somebody may text, and how much is sent to anybody.

-- Every text in this time is ignored.
alter table threads add column blocked_until timestamptz null;

-- The last minutes of one customer, without reading anything of an old thread.
create index ix_messages_inbound on messages (thread_id, at) where direction = 'in';

-- What was queued to a customer on the last day on which anything was; days are UTC. Locked after the thread's work 'send', by the statement that queues.
create table thread_segments (
    thread_id  uuid     not null,
    day        date     not null,
    segments   integer  not null,
    constraint pk_thread_segments primary key (thread_id)
) with (fillfactor = 70);

-- Only for numbers with a ceiling.
create table number_segments (
    number    text    not null,
    day       date    not null,
    segments  bigint  not null,
    constraint pk_number_segments primary key (number, day)
);

-- Only for numbers with a limit per minute: the texts that were let through, by their arrival.
create table number_texts (
    number   text        not null,
    at       timestamptz not null,
    text_id  uuid        not null,
    constraint pk_number_texts primary key (number, at, text_id)
);

-- Which ceilings were reported, so that one instance does it once a day.
create table ceiling_alerts (
    number   text not null,
    day      date not null,
    ceiling  text not null,   -- customer | number
    constraint pk_ceiling_alerts primary key (number, day, ceiling)
);
