-- Not everything that arrives is an ordinary text, and not every text is for the agent.
alter table messages
    add column kind    text  null,   -- null: an ordinary text; reaction | button | location
    add column details jsonb null,   -- what came beside the text, as the agent reads it: button payload, place, the message it answers
    add column reason  text  null;   -- why an ignored text was ignored
