-- Times are milliseconds since 1970-01-01T00:00Z by the service's clock.
-- States: 0 pending, 1 elapsed, 2 cancelled, 3 skipped.
-- Texts are compared by their bytes, as everywhere else in Chime. Rows change once or twice, so
-- that pages leave some room for it, and dead rows are cleared away long before they are a fifth.

CREATE TABLE timers (
  deadline     BIGINT   NOT NULL,
  created_at   BIGINT   NOT NULL,
  due_at       BIGINT   NOT NULL, -- the deadline, or when it was set if it had passed by then
  max_lateness BIGINT,            -- milliseconds after due_at, over which it is skipped; null for no limit
  decided_at   BIGINT,            -- when it got its outcome; null while pending
  version      BIGINT   NOT NULL,
  state        SMALLINT NOT NULL,
  namespace    TEXT     COLLATE "C" NOT NULL,
  id           TEXT     COLLATE "C" NOT NULL,
  payload      TEXT,              -- JSON as the client wrote it
  labels       TEXT,              -- JSON object of strings; null if there are none
  fingerprint  TEXT,              -- of the request that created it under this id; null if the id is ours
  PRIMARY KEY (namespace, id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

-- What is due next.
CREATE INDEX timers_pending ON timers (deadline, namespace, id) WHERE state = 0;

-- Which outcomes are the oldest.
CREATE INDEX timers_decided ON timers (decided_at) WHERE decided_at IS NOT NULL;

-- For lists.
CREATE INDEX timers_state ON timers (namespace, state, id);
CREATE INDEX timers_deadline ON timers (namespace, state, deadline, id);

CREATE TABLE timer_labels (
  state     SMALLINT NOT NULL, -- the timer's
  namespace TEXT     COLLATE "C" NOT NULL,
  name      TEXT     COLLATE "C" NOT NULL,
  value     TEXT     COLLATE "C" NOT NULL,
  id        TEXT     COLLATE "C" NOT NULL,
  PRIMARY KEY (namespace, name, value, state, id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

-- Requests to create that named an idempotency key, with the timer as it was created then.
CREATE TABLE requests (
  deadline     BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  max_lateness BIGINT,
  namespace    TEXT   COLLATE "C" NOT NULL,
  request_key  TEXT   COLLATE "C" NOT NULL,
  fingerprint  TEXT   NOT NULL,
  timer_id     TEXT   NOT NULL,
  payload      TEXT,
  labels       TEXT,
  PRIMARY KEY (namespace, request_key)
);

CREATE INDEX requests_created ON requests (created_at);

-- For each namespace the latest time that anything was done, and how many timers there are of each
-- state. Updated in place, in every transaction.
CREATE TABLE ledger (
  clock     BIGINT NOT NULL,
  pending   BIGINT NOT NULL,
  elapsed   BIGINT NOT NULL,
  cancelled BIGINT NOT NULL,
  skipped   BIGINT NOT NULL,
  namespace TEXT   COLLATE "C" NOT NULL PRIMARY KEY
) WITH (fillfactor = 20, autovacuum_vacuum_cost_delay = 0);

-- What has become of timers lately, for every process to hear of: numbered without gaps, in the
-- order of the commits. Of each transaction's changes the last one's number, and how many they are.
-- The log may be lost when PostgreSQL crashes; its numbers are not used again.
CREATE UNLOGGED TABLE changes (
  last    BIGINT  NOT NULL PRIMARY KEY,
  count   INTEGER NOT NULL,
  changes TEXT    NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

ALTER TABLE changes ALTER COLUMN changes SET STORAGE EXTERNAL;

-- One row: the number of the latest change. Whoever has it is the next to commit.
CREATE TABLE changes_position (
  run  BIGINT NOT NULL, -- tells the numbers of this database from those of others
  last BIGINT NOT NULL
) WITH (fillfactor = 20, autovacuum_vacuum_cost_delay = 0);

INSERT INTO changes_position (run, last) VALUES ((random() * (1::BIGINT << 47))::BIGINT, 0);

-- Ends the statement, and with it all that it has written, if somebody else has been faster.
CREATE FUNCTION chime_expect(actual BIGINT, expected BIGINT) RETURNS BOOLEAN
LANGUAGE plpgsql AS $$
BEGIN
  IF actual <> expected THEN
    RAISE EXCEPTION 'wrote % rows where % were expected', actual, expected
      USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN TRUE;
END
$$;
