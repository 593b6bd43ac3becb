-- Some namespaces go by clocks that stand still until they are turned. Nodes of older versions do
-- not know of them: such a namespace must be named only when there are none left.
CREATE TABLE test_clocks (
  now       BIGINT   NOT NULL,
  delivers  SMALLINT NOT NULL, -- 1 if its timers are delivered
  namespace TEXT     COLLATE "C" NOT NULL,
  PRIMARY KEY (namespace)
);

-- Turns that may be asked for again, by their idempotency keys.
CREATE TABLE clock_turns (
  now         BIGINT   NOT NULL, -- where the clock stood at the end
  target      BIGINT   NOT NULL,
  outcomes    BIGINT   NOT NULL,
  turned_at   BIGINT   NOT NULL, -- in real time
  more        SMALLINT NOT NULL, -- 1 if it has not come to its target
  namespace   TEXT     COLLATE "C" NOT NULL,
  request_key TEXT     COLLATE "C" NOT NULL,
  fingerprint TEXT     NOT NULL,
  PRIMARY KEY (namespace, request_key)
);

-- The time by which a namespace goes.
CREATE FUNCTION chime_clock(of_namespace TEXT) RETURNS TIMESTAMPTZ
LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
  SELECT coalesce(
    (SELECT to_timestamp(c.now / 1000.0) FROM test_clocks c WHERE c.namespace = of_namespace),
    clock_timestamp())
$$;

REVOKE ALL ON FUNCTION chime_clock FROM PUBLIC;

-- The functions that make timers and schedules go by it, too. Nothing else about them changes.
DO $$
BEGIN
  EXECUTE replace(pg_get_functiondef('chime_create'::regproc),
    'clock_timestamp()', 'chime_clock(namespace)');
  EXECUTE replace(pg_get_functiondef('chime_schedule'::regproc),
    'clock_timestamp()', 'chime_clock(namespace)');
END
$$;
