-- Before a silent conversation is closed, its customer may be warned. The text that the silence followed says whether there was one since: its
-- moment is compared, not the warning's, because a text that was recorded at the same time may carry an earlier one.
alter table conversations
    add column warned_at  timestamptz null,
    add column warned_for timestamptz null;   -- threads.last_text_at when the customer was warned
