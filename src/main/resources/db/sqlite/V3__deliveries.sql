-- Timers may be delivered when they elapse: to an endpoint, which is called, or to a queue, from
-- which workers claim.

ALTER TABLE timers ADD COLUMN deliver TEXT;   -- where to; null for nowhere
ALTER TABLE requests ADD COLUMN deliver TEXT;

-- States: 0 pending, 1 leased, 2 delivered, 3 dead.
CREATE TABLE deliveries (
  namespace    TEXT     NOT NULL,
  id           TEXT     NOT NULL,
  destination  TEXT     NOT NULL,
  state        SMALLINT NOT NULL,
  attempts     INTEGER  NOT NULL, -- how often it was leased
  available_at BIGINT,            -- when it may be claimed: after the pause or the lease; null when it has ended
  finished_at  BIGINT,            -- when it ended
  token        TEXT,              -- of the lease
  timer_id     TEXT     NOT NULL, -- from here on the timer as it elapsed
  deadline     BIGINT   NOT NULL,
  created_at   BIGINT   NOT NULL,
  due_at       BIGINT   NOT NULL,
  max_lateness BIGINT,
  decided_at   BIGINT   NOT NULL,
  version      BIGINT   NOT NULL,
  payload      TEXT,
  labels       TEXT,
  log          TEXT,              -- the last attempts, the oldest first: a JSON object on each line
  PRIMARY KEY (namespace, id)
) ${clustered};

-- What can be claimed next, at a destination.
CREATE INDEX deliveries_open ON deliveries (namespace, destination, available_at, id, state)
  WHERE available_at IS NOT NULL;

-- For lists.
CREATE INDEX deliveries_unfinished ON deliveries (namespace, id) WHERE finished_at IS NULL;
CREATE INDEX deliveries_dead ON deliveries (namespace, id) WHERE state = 3;

-- Which are the oldest that have ended.
CREATE INDEX deliveries_finished ON deliveries (state, finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE endpoints (
  namespace  TEXT     NOT NULL,
  name       TEXT     NOT NULL,
  state      SMALLINT NOT NULL, -- 0 active, 1 paused, 2 disabled
  created_at BIGINT   NOT NULL,
  version    BIGINT   NOT NULL,
  settings   TEXT     NOT NULL, -- JSON
  secret     TEXT     NOT NULL, -- JSON, encrypted if there is a key
  PRIMARY KEY (namespace, name)
) ${clustered};
