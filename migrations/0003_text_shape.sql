-- What a text to a customer costs, counted when it is queued. Null for texts from customers and for those queued before this migration.
alter table messages
    add column segments  smallint null,
    add column encoding  text     null;   -- GSM-7 | UCS-2
