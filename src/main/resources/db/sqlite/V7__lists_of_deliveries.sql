-- SQLite took the primary key for lists of the dead deliveries, and of those that have not ended,
-- and looked at all the others: it has the same columns. With the state among them, these are better.

DROP INDEX deliveries_unfinished;
DROP INDEX deliveries_dead;

CREATE INDEX deliveries_unfinished ON deliveries (namespace, finished_at, id) WHERE finished_at IS NULL;
CREATE INDEX deliveries_dead ON deliveries (namespace, state, id) WHERE state = 3;
