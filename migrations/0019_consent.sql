-- Who answers STOP, START and HELP follows the kind of address unless a document says otherwise. Until now every document was stored with the default
-- "provider", which would say otherwise. A version before this one takes the missing member for "provider".
update numbers set document = document - 'optOutReplies' where document ->> 'optOutReplies' = 'provider';

-- Addresses that one webhook named together: both are the same person's, who opts out with either. In their canonical forms; gone when the customer is erased.
create table customer_links (
    customer   text        not null,
    other      text        not null,
    learnt_at  timestamptz not null default now(),
    constraint pk_customer_links primary key (customer, other)
);
create index ix_customer_links_other on customer_links (other);
