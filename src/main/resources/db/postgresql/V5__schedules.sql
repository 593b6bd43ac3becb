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

-- Throws if a text is not a cron expression. That it never matches is found out later.
CREATE FUNCTION chime_check_cron(cron TEXT) RETURNS VOID
LANGUAGE plpgsql IMMUTABLE SET search_path FROM CURRENT AS $$
DECLARE
  macros  CONSTANT TEXT[] := '{@YEARLY,@ANNUALLY,@MONTHLY,@WEEKLY,@DAILY,@MIDNIGHT,@HOURLY}';
  titles  CONSTANT TEXT[] := '{second,minute,hour,day of month,month,day of week}';
  lowest  CONSTANT INT[]  := '{0,0,0,1,1,0}';
  highest CONSTANT INT[]  := '{59,59,23,31,12,7}';
  months  CONSTANT TEXT[] := '{JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC}';
  days    CONSTANT TEXT[] := '{SUN,MON,TUE,WED,THU,FRI,SAT}';
  fields  CONSTANT TEXT[] := regexp_split_to_array(upper(btrim(cron)), '\s+');
  number  INT := 6 - cardinality(fields);
  field   TEXT;
  item    TEXT;
  parts   TEXT[];
  text_is TEXT;
  value   INT;
  first   INT;
BEGIN
  IF upper(btrim(cron)) = ANY (macros) THEN
    RETURN;
  ELSIF number NOT IN (0, 1) THEN
    RAISE invalid_parameter_value USING MESSAGE = 'cron must have 5 fields, or 6 with seconds';
  END IF;
  FOREACH field IN ARRAY fields LOOP
    number := number + 1;
    FOREACH item IN ARRAY string_to_array(field, ',') LOOP
      item := CASE number
        WHEN 4 THEN regexp_replace(item, '^(L|LW|WL|L-(\d{1,2})|(\d{1,2})W)$', '\2\3')
        WHEN 6 THEN regexp_replace(item, '^(.+)(L|#[1-5])$', '\1')
        ELSE item
      END;
      CONTINUE WHEN number = 4 AND item = '' AND field <> '';
      parts := regexp_match(item, '^([*?]|(\d{1,4}|[A-Z]{3})(?:-(\d{1,4}|[A-Z]{3}))?)(?:/(\d{1,4}))?$');
      IF parts IS NULL OR parts[4]::INT = 0 OR (item ~ '^[?]' AND number NOT IN (4, 6)) THEN
        RAISE invalid_parameter_value USING MESSAGE = format(
          'cron must have a %s of numbers, names, ranges and steps, not: %s', titles[number], field);
      END IF;
      first := NULL;
      FOREACH text_is IN ARRAY parts[2:3] LOOP
        value := CASE
          WHEN text_is ~ '^\d' THEN text_is::INT
          WHEN number = 5 THEN array_position(months, text_is)
          WHEN number = 6 THEN array_position(days, text_is) - 1
        END;
        IF number = 6 AND value = 0 AND first > 0 THEN
          value := 7; -- to Sunday
        END IF;
        IF text_is IS NOT NULL
            AND (value IS NULL OR value NOT BETWEEN lowest[number] AND highest[number]) THEN
          RAISE invalid_parameter_value USING MESSAGE = format('cron must have a %s from %s to %s',
            titles[number], lowest[number], highest[number]);
        ELSIF value < first THEN
          RAISE invalid_parameter_value USING MESSAGE = format(
            'cron must not have a %s of a range that ends before it begins', titles[number]);
        END IF;
        first := value;
      END LOOP;
    END LOOP;
  END LOOP;
END
$$;

REVOKE ALL ON FUNCTION chime_check_cron FROM PUBLIC;

-- Makes a schedule within the transaction of whoever calls it, and answers its id. A node takes it
-- in as soon as that commits, and makes its first occurrence. Whoever calls it needs no other right
-- than to execute it.
CREATE FUNCTION chime_schedule(
  id           TEXT,                           -- of a new schedule
  cron         TEXT        DEFAULT NULL,       -- this or every
  every        INTERVAL    DEFAULT NULL,       -- this or cron
  zone         TEXT        DEFAULT 'UTC',      -- with cron
  payload      JSONB       DEFAULT NULL,
  labels       JSONB       DEFAULT NULL,       -- an object of strings
  deliver      JSONB       DEFAULT NULL,       -- {"to": an endpoint} or {"queue": a queue}; null for nowhere
  namespace    TEXT        DEFAULT 'default',
  "from"       TIMESTAMPTZ DEFAULT NULL,       -- the first possible instant
  until        TIMESTAMPTZ DEFAULT NULL,       -- the last possible instant
  "count"      INT         DEFAULT NULL,       -- the most occurrences
  flexible     INTERVAL    DEFAULT interval '0',
  missed       TEXT        DEFAULT 'one',      -- one, all or none
  overlap      TEXT        DEFAULT 'allow',    -- allow or skip
  max_lateness INTERVAL    DEFAULT NULL        -- over which an occurrence is skipped; null for no limit
) RETURNS TEXT
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
#variable_conflict use_variable
DECLARE
  now_ms      CONSTANT BIGINT := floor(extract(epoch FROM clock_timestamp()) * 1000);
  every_ms    CONSTANT BIGINT := ceil(extract(epoch FROM every) * 1000);
  flexible_ms CONSTANT BIGINT := ceil(extract(epoch FROM flexible) * 1000);
  latest_ms   CONSTANT BIGINT := 36525 * 86400000::BIGINT;
  target      TEXT;
BEGIN
  IF (cron IS NULL) = (every IS NULL) THEN
    RAISE invalid_parameter_value USING MESSAGE = 'either cron or every must be given';
  ELSIF id IS NULL OR id !~ '^[A-Za-z0-9._-]{1,96}$' OR id IN ('.', '..', 'preview') THEN
    RAISE invalid_parameter_value
      USING MESSAGE = 'id must be 1 to 96 of A-Z a-z 0-9 . _ -, and not preview, . or ..';
  ELSIF namespace IS NULL OR namespace !~ '^[A-Za-z0-9._-]{1,63}$' THEN
    RAISE invalid_parameter_value
      USING MESSAGE = 'namespace must be 1 to 63 of A-Z a-z 0-9 . _ -';
  ELSIF every_ms NOT BETWEEN 100 AND latest_ms THEN
    RAISE invalid_parameter_value USING MESSAGE = 'every must be from 100 milliseconds to 100 years';
  ELSIF flexible_ms NOT BETWEEN 0 AND 86400000 OR flexible_ms > every_ms THEN
    RAISE invalid_parameter_value
      USING MESSAGE = 'flexible must be from 0 to 24 hours, and not longer than every';
  ELSIF "count" < 1 OR "count" > 1000000000 THEN
    RAISE invalid_parameter_value USING MESSAGE = 'count must be from 1 to 1000000000';
  ELSIF "from" NOT BETWEEN '1970-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999Z'
      OR until NOT BETWEEN coalesce("from", '1970-01-01T00:00:00Z') AND '9999-12-31T23:59:59.999Z' THEN
    RAISE invalid_parameter_value
      USING MESSAGE = 'from and until must be in years from 1970 to 9999, until not before from';
  ELSIF missed IS NULL OR missed NOT IN ('one', 'all', 'none') THEN
    RAISE invalid_parameter_value USING MESSAGE = 'missed must be one, all or none';
  ELSIF overlap IS NULL OR overlap NOT IN ('allow', 'skip') THEN
    RAISE invalid_parameter_value USING MESSAGE = 'overlap must be allow or skip';
  ELSIF max_lateness IS NOT NULL
      AND NOT extract(epoch FROM max_lateness) * 1000 BETWEEN 0 AND latest_ms THEN
    RAISE invalid_parameter_value USING MESSAGE = 'max_lateness must be from 0 to 100 years';
  ELSIF octet_length(payload::text) > 65536 THEN
    RAISE invalid_parameter_value USING MESSAGE = 'payload must be at most 65536 bytes of JSON';
  ELSIF labels IS NOT NULL AND jsonb_typeof(labels) <> 'object' THEN
    RAISE invalid_parameter_value USING MESSAGE = 'labels must be an object of strings';
  ELSIF cron IS NOT NULL AND NOT EXISTS (SELECT FROM pg_timezone_names AS z WHERE z.name = zone) THEN
    RAISE invalid_parameter_value USING MESSAGE = 'zone must be an IANA time zone';
  END IF;
  IF cron IS NOT NULL THEN
    PERFORM chime_check_cron(cron);
  END IF;
  IF labels IS NOT NULL AND ((SELECT count(*) FROM jsonb_object_keys(labels)) > 32
      OR EXISTS (SELECT FROM jsonb_each(labels) AS e
        WHERE e.key !~ '^[A-Za-z0-9._/-]{1,63}$' OR jsonb_typeof(e.value) <> 'string'
          OR char_length(e.value #>> '{}') > 255)) THEN
    RAISE invalid_parameter_value USING MESSAGE = 'labels must be at most 32, with names of 1 to 63'
      ' of A-Z a-z 0-9 . _ / - and strings of at most 255 characters';
  END IF;
  IF deliver IS NOT NULL THEN
    SELECT e.key || ':' || e.value INTO target
      FROM jsonb_each_text(CASE jsonb_typeof(deliver) WHEN 'object' THEN deliver ELSE '{}' END) AS e
      WHERE deliver = jsonb_build_object(e.key, e.value);
    IF target IS NULL OR target !~ '^(to|queue):[A-Za-z0-9._-]{1,63}$' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'deliver must be an object with a name of 1 to 63'
        ' of A-Z a-z 0-9 . _ -, which is named to or queue';
    END IF;
  END IF;
  INSERT INTO schedules (namespace, id, state, version, revision, created_at, due_at, settings, progress)
    VALUES (namespace, id, 0, 1, 0, now_ms, 0,
      json_build_object('cron', regexp_replace(btrim(cron), '\s+', ' ', 'g'),
        'zone', CASE WHEN cron IS NOT NULL THEN zone END, 'every', every_ms,
        'from', ceil(extract(epoch FROM "from") * 1000)::BIGINT,
        'until', floor(extract(epoch FROM until) * 1000)::BIGINT,
        'count', "count", 'flexible', flexible_ms, 'missed', upper(missed),
        'overlap', upper(overlap),
        'maxLateness', ceil(extract(epoch FROM max_lateness) * 1000)::BIGINT,
        'payload', payload::text, 'labels', labels, 'deliver', target)::text,
      '{"made":0,"behind":0,"missed":0,"cut":0,"zoneData":""}');
  PERFORM pg_notify('chime', ''); -- when it commits
  RETURN id;
END
$$;

REVOKE ALL ON FUNCTION chime_schedule FROM PUBLIC;
