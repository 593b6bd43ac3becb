-- Timers belong to a namespace, may be skipped when they are too late (state 3), can be listed by
-- state, deadline and label, and remember the request that created them under its own id.

ALTER TABLE timers RENAME TO timers_v1;
DROP INDEX timers_pending;
DROP INDEX timers_decided;

CREATE TABLE timers (
  namespace    TEXT     NOT NULL,
  id           TEXT     NOT NULL,
  state        SMALLINT NOT NULL,
  deadline     BIGINT   NOT NULL,
  created_at   BIGINT   NOT NULL,
  due_at       BIGINT   NOT NULL, -- the deadline, or when it was set if it had passed by then
  max_lateness BIGINT,            -- milliseconds after due_at, over which it is skipped; null for no limit
  decided_at   BIGINT,            -- when it got its outcome; null while pending
  version      BIGINT   NOT NULL,
  payload      TEXT,              -- JSON as the client wrote it
  labels       TEXT,              -- JSON object of strings; null if there are none
  fingerprint  TEXT,              -- of the request that created it under this id; null if the id is ours
  PRIMARY KEY (namespace, id)
) ${clustered};

INSERT INTO timers (namespace, id, state, deadline, created_at, due_at, decided_at, version, payload, labels)
SELECT 'default', id, state, deadline, created_at,
       CASE WHEN deadline > created_at THEN deadline ELSE created_at END,
       decided_at, version, payload, labels
FROM timers_v1;

DROP TABLE timers_v1;

-- What is due next.
CREATE INDEX timers_pending ON timers (deadline, namespace, id) WHERE state = 0;

-- Which outcomes are the oldest.
CREATE INDEX timers_decided ON timers (decided_at) WHERE decided_at IS NOT NULL;

-- For lists.
CREATE INDEX timers_state ON timers (namespace, state, id);
CREATE INDEX timers_deadline ON timers (namespace, state, deadline, id);

CREATE TABLE timer_labels (
  namespace TEXT     NOT NULL,
  name      TEXT     NOT NULL,
  value     TEXT     NOT NULL,
  state     SMALLINT NOT NULL, -- the timer's
  id        TEXT     NOT NULL,
  PRIMARY KEY (namespace, name, value, state, id)
) ${clustered};

INSERT INTO timer_labels (namespace, name, value, state, id)
SELECT t.namespace, ${label_name}, ${label_value}, t.state, t.id FROM timers t, ${each_label};

ALTER TABLE requests RENAME TO requests_v1;
DROP INDEX requests_created;

CREATE TABLE requests (
  namespace    TEXT   NOT NULL,
  request_key  TEXT   NOT NULL,
  fingerprint  TEXT   NOT NULL,
  timer_id     TEXT   NOT NULL,
  deadline     BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  max_lateness BIGINT,
  payload      TEXT,
  labels       TEXT,
  PRIMARY KEY (namespace, request_key)
) ${clustered};

INSERT INTO requests (namespace, request_key, fingerprint, timer_id, deadline, created_at, payload, labels)
SELECT 'default', request_key, fingerprint, timer_id, deadline, created_at, payload, labels
FROM requests_v1;

DROP TABLE requests_v1;

CREATE INDEX requests_created ON requests (created_at);

-- One row for each namespace.
ALTER TABLE ledger RENAME TO ledger_v1;

CREATE TABLE ledger (
  namespace TEXT   NOT NULL PRIMARY KEY,
  clock     BIGINT NOT NULL,
  pending   BIGINT NOT NULL,
  elapsed   BIGINT NOT NULL,
  cancelled BIGINT NOT NULL,
  skipped   BIGINT NOT NULL
) ${clustered};

INSERT INTO ledger (namespace, clock, pending, elapsed, cancelled, skipped)
SELECT 'default', clock, pending, elapsed, cancelled, 0 FROM ledger_v1;

DROP TABLE ledger_v1;
