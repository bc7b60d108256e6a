-- Why webhooks were refused: a row for each cause, at most 200. Nothing of what a webhook held stands here.
create table webhook_rejections (
    id           uuid         not null,
    cause        text         not null,   -- scheme | host | path | query | body | token, several joined by +; no-match | no-signature | unknown-account
    webhook      text         not null,   -- the route: /twilio/inbound
    account      text         not null,   -- the name in the settings; empty: not one of them
    would_match  text         not null,   -- URL without query, and which token; empty: nothing matched
    what         text         not null,   -- for people
    remedy       text         not null,
    count        bigint       not null,   -- of those that were looked into
    first_at     timestamptz  not null default now(),
    last_at      timestamptz  not null default now(),
    constraint pk_webhook_rejections primary key (id)
);
create unique index ux_webhook_rejections on webhook_rejections (cause, webhook, account, would_match);
