-- Times are milliseconds since 1970-01-01T00:00Z by the service's clock.
-- States: 0 pending, 1 elapsed, 2 cancelled.

CREATE TABLE timers (
  id         TEXT     NOT NULL PRIMARY KEY,
  state      SMALLINT NOT NULL,
  deadline   BIGINT   NOT NULL,
  created_at BIGINT   NOT NULL,
  elapsed_at BIGINT,
  decided_at BIGINT,            -- when it got its outcome; null while pending
  version    BIGINT   NOT NULL,
  payload    TEXT,              -- JSON as the client wrote it
  labels     TEXT               -- JSON object of strings; null if there are none
) ${clustered};

-- What is due next.
CREATE INDEX timers_pending ON timers (deadline, id) WHERE state = 0;

-- Which outcomes are the oldest.
CREATE INDEX timers_decided ON timers (decided_at) WHERE decided_at IS NOT NULL;

-- Requests to create that named an idempotency key, with the timer as it was created then.
CREATE TABLE requests (
  request_key TEXT   NOT NULL PRIMARY KEY,
  fingerprint TEXT   NOT NULL,
  timer_id    TEXT   NOT NULL,
  deadline    BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  payload     TEXT,
  labels      TEXT
) ${clustered};

CREATE INDEX requests_created ON requests (created_at);

-- One row: the latest time that anything was done, and how many timers there are of each state.
CREATE TABLE ledger (
  clock     BIGINT NOT NULL,
  pending   BIGINT NOT NULL,
  elapsed   BIGINT NOT NULL,
  cancelled BIGINT NOT NULL
);

INSERT INTO ledger (clock, pending, elapsed, cancelled) VALUES (0, 0, 0, 0);
