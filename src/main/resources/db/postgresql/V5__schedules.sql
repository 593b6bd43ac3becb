-- Schedules make timers, one after another: each when the one before has its outcome. Nodes of
-- older versions may go on meanwhile: other nodes make what they do not.

-- States: 0 active, 1 paused, 2 ended.
CREATE TABLE schedules (
  version    BIGINT   NOT NULL, -- one more with each change by a client
  revision   BIGINT   NOT NULL, -- one more with each change
  created_at BIGINT   NOT NULL,
  due_at     BIGINT,            -- of its pending timer, as it was made; null unless it is active
  state      SMALLINT NOT NULL,
  namespace  TEXT     COLLATE "C" NOT NULL,
  id         TEXT     COLLATE "C" NOT NULL,
  zone_data  TEXT,              -- the version of the time zone data that due_at depends on; null if it depends on none
  settings   TEXT     NOT NULL, -- JSON
  progress   TEXT     NOT NULL, -- JSON
  PRIMARY KEY (namespace, id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

-- Which should have gone on.
CREATE INDEX schedules_due ON schedules (due_at) WHERE due_at IS NOT NULL;
