-- Some namespaces go by clocks that stand still until they are turned.
CREATE TABLE test_clocks (
  namespace TEXT     NOT NULL,
  now       BIGINT   NOT NULL,
  delivers  SMALLINT NOT NULL, -- 1 if its timers are delivered
  PRIMARY KEY (namespace)
) ${clustered};

-- Turns that may be asked for again, by their idempotency keys.
CREATE TABLE clock_turns (
  namespace   TEXT     NOT NULL,
  request_key TEXT     NOT NULL,
  fingerprint TEXT     NOT NULL,
  now         BIGINT   NOT NULL, -- where the clock stood at the end
  target      BIGINT   NOT NULL,
  outcomes    BIGINT   NOT NULL,
  more        SMALLINT NOT NULL, -- 1 if it has not come to its target
  turned_at   BIGINT   NOT NULL, -- in real time
  PRIMARY KEY (namespace, request_key)
) ${clustered};
