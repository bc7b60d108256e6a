-- An agent may take a text and answer later, of its own accord: until then the text is received, waits for nobody here, and says which conversation
-- owes the answer. An agent of the kind `chat` always answers at once, so that the column is null there.
alter table messages add column asked_in uuid null;   -- conversations.id
create index ix_messages_asked_in on messages (asked_in) where asked_in is not null;
