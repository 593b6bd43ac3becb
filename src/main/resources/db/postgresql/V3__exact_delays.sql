-- Delays are exact: a timer counts as created at the next millisecond, and is due later than that by
-- its delay. A day is 24 hours, whatever the caller's time zone; months are counted in UTC.

-- Creates a timer within the transaction of whoever calls it, and answers its id. It is to be had
-- as soon as that commits, and never was if it does not. Whoever calls it needs no other right than
-- to execute it.
CREATE OR REPLACE FUNCTION chime_create(
  delay        INTERVAL    DEFAULT NULL, -- from now; this or at
  at           TIMESTAMPTZ DEFAULT NULL, -- this or delay
  payload      JSONB       DEFAULT NULL,
  labels       JSONB       DEFAULT NULL, -- an object of strings
  id           TEXT        DEFAULT NULL, -- of a new timer; null for one of ours
  namespace    TEXT        DEFAULT 'default',
  max_lateness INTERVAL    DEFAULT NULL  -- over which it is skipped; null for no limit
) RETURNS TEXT
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
#variable_conflict use_variable
DECLARE
  now_is    CONSTANT TIMESTAMPTZ := date_trunc('milliseconds', clock_timestamp()
    + CASE WHEN delay IS NULL THEN interval '0' ELSE interval '999 microseconds' END);
  now_ms    CONSTANT BIGINT := extract(epoch FROM now_is) * 1000;
  due       CONSTANT TIMESTAMPTZ := coalesce(at, now_is + delay);
  due_ms    BIGINT;
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
  due_ms := ceil(extract(epoch FROM due) * 1000);
  INSERT INTO timers (namespace, id, state, deadline, created_at, due_at, max_lateness, version,
      payload, labels)
    VALUES (namespace, new_id, 0, due_ms, now_ms, greatest(due_ms, now_ms),
      ceil(extract(epoch FROM max_lateness) * 1000), 0, payload::text,
      nullif(labels, '{}')::text);
  INSERT INTO timer_labels (state, namespace, name, value, id)
    SELECT 0, namespace, e.key, e.value, new_id FROM jsonb_each_text(labels) AS e;
  PERFORM pg_notify('chime', ''); -- when it commits
  RETURN new_id;
END
$$;
