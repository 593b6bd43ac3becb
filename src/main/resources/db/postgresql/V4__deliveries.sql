-- Timers may be delivered when they elapse: to an endpoint, which is called, or to a queue, from
-- which workers claim. Nodes of older versions may go on with these tables meanwhile.

ALTER TABLE timers ADD COLUMN deliver TEXT;   -- where to; null for nowhere
ALTER TABLE requests ADD COLUMN deliver TEXT;

-- What older versions do not understand of the changes: see ChangesText.
ALTER TABLE changes ADD COLUMN more TEXT;
ALTER TABLE changes ALTER COLUMN more SET STORAGE EXTERNAL;

-- States: 0 pending, 1 leased, 2 delivered, 3 dead.
CREATE TABLE deliveries (
  available_at BIGINT,            -- when it may be claimed: after the pause or the lease; null when it has ended
  finished_at  BIGINT,            -- when it ended
  deadline     BIGINT   NOT NULL, -- of the timer, as all from here to version
  created_at   BIGINT   NOT NULL,
  due_at       BIGINT   NOT NULL,
  max_lateness BIGINT,
  decided_at   BIGINT   NOT NULL,
  version      BIGINT   NOT NULL,
  attempts     INTEGER  NOT NULL, -- how often it was leased
  state        SMALLINT NOT NULL,
  namespace    TEXT     COLLATE "C" NOT NULL,
  id           TEXT     COLLATE "C" NOT NULL,
  destination  TEXT     COLLATE "C" NOT NULL,
  timer_id     TEXT     NOT NULL,
  token        TEXT,              -- of the lease
  payload      TEXT,              -- of the timer, as its labels
  labels       TEXT,
  log          TEXT,              -- the last attempts, the oldest first: a JSON object on each line
  PRIMARY KEY (namespace, id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

-- What can be claimed next, at a destination.
CREATE INDEX deliveries_open ON deliveries (namespace, destination, available_at, id, state)
  WHERE available_at IS NOT NULL;

-- For lists.
CREATE INDEX deliveries_unfinished ON deliveries (namespace, id) WHERE finished_at IS NULL;
CREATE INDEX deliveries_dead ON deliveries (namespace, id) WHERE state = 3;

-- Which are the oldest that have ended.
CREATE INDEX deliveries_finished ON deliveries (state, finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE endpoints (
  created_at BIGINT   NOT NULL,
  version    BIGINT   NOT NULL,
  state      SMALLINT NOT NULL, -- 0 active, 1 paused, 2 disabled
  namespace  TEXT     COLLATE "C" NOT NULL,
  name       TEXT     COLLATE "C" NOT NULL,
  settings   TEXT     NOT NULL, -- JSON
  secret     TEXT     NOT NULL, -- JSON, encrypted if there is a key
  PRIMARY KEY (namespace, name)
);

-- Makes the delivery of a timer that a node of an older version elapses: such a node does not know
-- of deliveries. Others make theirs themselves, which is faster, and say so by a setting of their
-- connections. The id is that of DeliveryId.
CREATE FUNCTION chime_deliver() RETURNS TRIGGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  hash CONSTANT TEXT := encode(sha256(convert_to(
    NEW.namespace || E'\n' || NEW.id || E'\n' || NEW.created_at, 'UTF8')), 'hex');
  due  CONSTANT TEXT := lpad(to_hex(NEW.due_at), 12, '0');
BEGIN
  INSERT INTO deliveries (namespace, id, destination, state, attempts, available_at, timer_id,
      deadline, created_at, due_at, max_lateness, decided_at, version, payload, labels)
    VALUES (NEW.namespace,
      substr(due, 1, 8) || '-' || substr(due, 9) || '-8' || substr(hash, 2, 3) || '-'
        || substr('89ab', (('x' || substr(hash, 13, 1))::bit(4) & B'0011')::int + 1, 1)
        || substr(hash, 14, 3) || '-' || substr(hash, 17, 12),
      NEW.deliver, 0, 0, NEW.due_at, NEW.id, NEW.deadline, NEW.created_at, NEW.due_at,
      NEW.max_lateness, NEW.decided_at, NEW.version, NEW.payload, NEW.labels)
    ON CONFLICT (namespace, id) DO NOTHING;
  IF octet_length(NEW.deliver) < 7000 THEN
    PERFORM pg_notify('chime',
      concat_ws(E'\t', 'available', NEW.due_at, '', NEW.namespace, NEW.deliver));
  END IF;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION chime_deliver FROM PUBLIC;

CREATE TRIGGER timers_deliver AFTER UPDATE OF state ON timers FOR EACH ROW
  WHEN (NEW.state = 1 AND OLD.state = 0 AND NEW.deliver IS NOT NULL
    AND current_setting('chime.deliveries', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION chime_deliver();

-- The function gets one more parameter, which makes it another function: those who may execute the
-- old one may execute the new one.
SELECT set_config('chime.grants', coalesce(string_agg(format(
    'GRANT EXECUTE ON FUNCTION chime_create TO %s%s',
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
    CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), '; '), ''), true)
  FROM pg_proc, aclexplode(proacl)
  WHERE oid = 'chime_create'::regproc AND privilege_type = 'EXECUTE' AND grantee <> proowner;

DROP FUNCTION chime_create;

-- Creates a timer within the transaction of whoever calls it, and answers its id. It is to be had
-- as soon as that commits, and never was if it does not. Whoever calls it needs no other right than
-- to execute it.
CREATE FUNCTION chime_create(
  delay        INTERVAL    DEFAULT NULL, -- from now; this or at
  at           TIMESTAMPTZ DEFAULT NULL, -- this or delay
  payload      JSONB       DEFAULT NULL,
  labels       JSONB       DEFAULT NULL, -- an object of strings
  id           TEXT        DEFAULT NULL, -- of a new timer; null for one of ours
  namespace    TEXT        DEFAULT 'default',
  max_lateness INTERVAL    DEFAULT NULL, -- over which it is skipped; null for no limit
  deliver      JSONB       DEFAULT NULL  -- {"to": an endpoint} or {"queue": a queue}; null for nowhere
) RETURNS TEXT
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
#variable_conflict use_variable
DECLARE
  now_is    CONSTANT TIMESTAMPTZ := date_trunc('milliseconds', clock_timestamp()
    + CASE WHEN delay IS NULL THEN interval '0' ELSE interval '999 microseconds' END);
  now_ms    CONSTANT BIGINT := extract(epoch FROM now_is) * 1000;
  due       CONSTANT TIMESTAMPTZ := coalesce(at, now_is + delay);
  due_ms    BIGINT;
  target    TEXT;
  new_id    CONSTANT TEXT := coalesce(id, (
    -- UUIDv7 (RFC 9562): the time, then random bits
    overlay(overlay(gen_random_uuid()::text
      PLACING substr(lpad(to_hex(now_ms), 12, '0'), 1, 8) || '-' || substr(lpad(to_hex(now_ms), 12, '0'), 9, 4)
      FROM 1 FOR 13) PLACING '7' FROM 15 FOR 1)));
BEGIN
  IF (delay IS NULL) = (at IS NULL) THEN
    RAISE invalid_parameter_value USING MESSAGE = 'either delay or at must be given';
  ELSIF extract(epoch FROM delay) < 0 THEN
    RAISE invalid_parameter_value USING MESSAGE = 'delay must not be negative';
  ELSIF due > least(now_is + interval '36525 days', '9999-12-31T23:59:59.999Z') THEN
    RAISE invalid_parameter_value USING MESSAGE = 'the deadline must be within 100 years';
  ELSIF due < '0001-01-01T00:00:00Z' THEN
    RAISE invalid_parameter_value USING MESSAGE = 'at must be in a year from 0001 on';
  ELSIF max_lateness IS NOT NULL
      AND NOT extract(epoch FROM max_lateness) BETWEEN 0 AND 36525 * 86400::BIGINT THEN
    RAISE invalid_parameter_value USING MESSAGE = 'max_lateness must be from 0 to 100 years';
  ELSIF namespace IS NULL OR namespace !~ '^[A-Za-z0-9._-]{1,63}$' THEN
    RAISE invalid_parameter_value
      USING MESSAGE = 'namespace must be 1 to 63 of A-Z a-z 0-9 . _ -';
  ELSIF new_id !~ '^[A-Za-z0-9._~-]{1,128}$' THEN
    RAISE invalid_parameter_value USING MESSAGE = 'id must be 1 to 128 of A-Z a-z 0-9 . _ ~ -';
  ELSIF new_id IN ('.', '..', 'batch', 'events', 'wait') THEN
    RAISE invalid_parameter_value
      USING MESSAGE = 'id must not be one of batch, events, wait, . and ..';
  ELSIF octet_length(payload::text) > 65536 THEN
    RAISE invalid_parameter_value USING MESSAGE = 'payload must be at most 65536 bytes of JSON';
  ELSIF labels IS NOT NULL AND jsonb_typeof(labels) <> 'object' THEN
    RAISE invalid_parameter_value USING MESSAGE = 'labels must be an object of strings';
  END IF;
  IF labels IS NOT NULL THEN
    IF (SELECT count(*) FROM jsonb_object_keys(labels)) > 32 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'labels must be at most 32';
    ELSIF EXISTS (SELECT FROM jsonb_each(labels) AS e
        WHERE e.key !~ '^[A-Za-z0-9._/-]{1,63}$') THEN
      RAISE invalid_parameter_value
        USING MESSAGE = 'labels must have names of 1 to 63 of A-Z a-z 0-9 . _ / -';
    ELSIF EXISTS (SELECT FROM jsonb_each(labels) AS e
        WHERE jsonb_typeof(e.value) <> 'string' OR char_length(e.value #>> '{}') > 255) THEN
      RAISE invalid_parameter_value
        USING MESSAGE = 'labels must have strings of at most 255 characters for values';
    END IF;
  END IF;
  IF deliver IS NOT NULL THEN
    SELECT e.key || ':' || e.value INTO target
      FROM jsonb_each_text(CASE jsonb_typeof(deliver) WHEN 'object' THEN deliver ELSE '{}' END) AS e
      WHERE deliver = jsonb_build_object(e.key, e.value); -- it has no other, and this is a string
    IF target IS NULL OR target !~ '^(to|queue):' THEN
      RAISE invalid_parameter_value
        USING MESSAGE = 'deliver must be an object with a string, which is named to or queue';
    ELSIF target !~ '^(to|queue):[A-Za-z0-9._-]{1,63}$' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'deliver must have a name of 1 to 63 of'
        || ' A-Z a-z 0-9 . _ -';
    END IF;
  END IF;
  due_ms := ceil(extract(epoch FROM due) * 1000);
  INSERT INTO timers (namespace, id, state, deadline, created_at, due_at, max_lateness, version,
      payload, labels, deliver)
    VALUES (namespace, new_id, 0, due_ms, now_ms, greatest(due_ms, now_ms),
      ceil(extract(epoch FROM max_lateness) * 1000), 0, payload::text,
      nullif(labels, '{}')::text, target);
  INSERT INTO timer_labels (state, namespace, name, value, id)
    SELECT 0, namespace, e.key, e.value, new_id FROM jsonb_each_text(labels) AS e;
  PERFORM pg_notify('chime', ''); -- when it commits
  RETURN new_id;
END
$$;

REVOKE ALL ON FUNCTION chime_create FROM PUBLIC;

DO $$
BEGIN
  EXECUTE current_setting('chime.grants');
END
$$;
