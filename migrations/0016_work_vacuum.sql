-- Rows of work live for milliseconds, and every renewal of a lease leaves a dead row and a dead index entry behind. The usual share of a table would let
-- them pile up until a tenth of a large backlog is dead; here a fixed number is enough for a vacuum, and it does not pause: the table is small.
alter table work set (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0);
