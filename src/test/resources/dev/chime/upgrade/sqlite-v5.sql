CREATE TABLE "flyway_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
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
  fingerprint  TEXT, deliver TEXT,              -- of the request that created it under this id; null if the id is ours
  PRIMARY KEY (namespace, id)
) WITHOUT ROWID;
CREATE TABLE timer_labels (
  namespace TEXT     NOT NULL,
  name      TEXT     NOT NULL,
  value     TEXT     NOT NULL,
  state     SMALLINT NOT NULL, -- the timer's
  id        TEXT     NOT NULL,
  PRIMARY KEY (namespace, name, value, state, id)
) WITHOUT ROWID;
CREATE TABLE requests (
  namespace    TEXT   NOT NULL,
  request_key  TEXT   NOT NULL,
  fingerprint  TEXT   NOT NULL,
  timer_id     TEXT   NOT NULL,
  deadline     BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  max_lateness BIGINT,
  payload      TEXT,
  labels       TEXT, deliver TEXT,
  PRIMARY KEY (namespace, request_key)
) WITHOUT ROWID;
CREATE TABLE ledger (
  namespace TEXT   NOT NULL PRIMARY KEY,
  clock     BIGINT NOT NULL,
  pending   BIGINT NOT NULL,
  elapsed   BIGINT NOT NULL,
  cancelled BIGINT NOT NULL,
  skipped   BIGINT NOT NULL
) WITHOUT ROWID;
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
) WITHOUT ROWID;
CREATE TABLE endpoints (
  namespace  TEXT     NOT NULL,
  name       TEXT     NOT NULL,
  state      SMALLINT NOT NULL, -- 0 active, 1 paused, 2 disabled
  created_at BIGINT   NOT NULL,
  version    BIGINT   NOT NULL,
  settings   TEXT     NOT NULL, -- JSON
  secret     TEXT     NOT NULL, -- JSON, encrypted if there is a key
  PRIMARY KEY (namespace, name)
) WITHOUT ROWID;
CREATE TABLE schedules (
  namespace  TEXT     NOT NULL,
  id         TEXT     NOT NULL,
  state      SMALLINT NOT NULL,
  version    BIGINT   NOT NULL, -- one more with each change by a client
  revision   BIGINT   NOT NULL, -- one more with each change
  created_at BIGINT   NOT NULL,
  due_at     BIGINT,            -- of its pending timer, as it was made; null unless it is active
  zone_data  TEXT,              -- the version of the time zone data that due_at depends on; null if it depends on none
  settings   TEXT     NOT NULL, -- JSON
  progress   TEXT     NOT NULL, -- JSON
  PRIMARY KEY (namespace, id)
) WITHOUT ROWID;
CREATE TABLE test_clocks (
  namespace TEXT     NOT NULL,
  now       BIGINT   NOT NULL,
  delivers  SMALLINT NOT NULL, -- 1 if its timers are delivered
  PRIMARY KEY (namespace)
) WITHOUT ROWID;
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
) WITHOUT ROWID;
CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
CREATE INDEX timers_pending ON timers (deadline, namespace, id) WHERE state = 0;
CREATE INDEX timers_decided ON timers (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX timers_state ON timers (namespace, state, id);
CREATE INDEX timers_deadline ON timers (namespace, state, deadline, id);
CREATE INDEX requests_created ON requests (created_at);
CREATE INDEX deliveries_open ON deliveries (namespace, destination, available_at, id, state)
  WHERE available_at IS NOT NULL;
CREATE INDEX deliveries_unfinished ON deliveries (namespace, id) WHERE finished_at IS NULL;
CREATE INDEX deliveries_dead ON deliveries (namespace, id) WHERE state = 3;
CREATE INDEX deliveries_finished ON deliveries (state, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX schedules_due ON schedules (due_at) WHERE due_at IS NOT NULL;
INSERT INTO flyway_schema_history ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "installed_on", "execution_time", "success") VALUES (1, '1', 'timers', 'SQL', 'V1__timers.sql', -542200423, '', '2026-11-28 03:16:07.667', 3, 1);
INSERT INTO flyway_schema_history ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "installed_on", "execution_time", "success") VALUES (2, '2', 'namespaces', 'SQL', 'V2__namespaces.sql', -1226859311, '', '2026-11-28 03:16:07.690', 6, 1);
INSERT INTO flyway_schema_history ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "installed_on", "execution_time", "success") VALUES (3, '3', 'deliveries', 'SQL', 'V3__deliveries.sql', -2045772907, '', '2026-11-28 03:16:07.700', 4, 1);
INSERT INTO flyway_schema_history ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "installed_on", "execution_time", "success") VALUES (4, '4', 'schedules', 'SQL', 'V4__schedules.sql', 224127834, '', '2026-11-28 03:16:07.709', 3, 1);
INSERT INTO flyway_schema_history ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "installed_on", "execution_time", "success") VALUES (5, '5', 'test clocks', 'SQL', 'V5__test_clocks.sql', -977903422, '', '2026-11-28 03:16:07.720', 1, 1);
INSERT INTO timers ("namespace", "id", "state", "deadline", "created_at", "due_at", "max_lateness", "decided_at", "version", "payload", "labels", "fingerprint", "deliver") VALUES ('default', '01a22027-366c-7650-9490-39caf3f61477', 0, 2211667200000, 1795835770476, 2211667200000, NULL, NULL, 1, NULL, NULL, NULL, NULL);
INSERT INTO timers ("namespace", "id", "state", "deadline", "created_at", "due_at", "max_lateness", "decided_at", "version", "payload", "labels", "fingerprint", "deliver") VALUES ('default', 'called', 0, 2208988800000, 1795835770926, 2208988800000, NULL, NULL, 1, '{"number":9007199254740993}', '{"kind":"old"}', 'GXDuYDUFUOs0gn9NxxHGckCG5fDajitEAVik1iiyJBk', 'to:old-endpoint');
INSERT INTO timers ("namespace", "id", "state", "deadline", "created_at", "due_at", "max_lateness", "decided_at", "version", "payload", "labels", "fingerprint", "deliver") VALUES ('default', 'cancelled', 2, 2208988800000, 1795835770431, 2208988800000, NULL, 1795835770445, 2, '{"number":9007199254740993}', '{"kind":"old"}', 'ONd44ZezCJ8cmgJB02s_Pe48SguBdCjGqj1fswu0JVE', NULL);
INSERT INTO timers ("namespace", "id", "state", "deadline", "created_at", "due_at", "max_lateness", "decided_at", "version", "payload", "labels", "fingerprint", "deliver") VALUES ('default', 'elapsed', 1, 1795835770503, 1795835770503, 1795835770503, NULL, 1795835770519, 2, '7', NULL, 'UoMZtSa8RJG9eBlqZ97qLE7G_PNvgbFz3pBnLgIn8kk', 'queue:old-queue');
INSERT INTO timers ("namespace", "id", "state", "deadline", "created_at", "due_at", "max_lateness", "decided_at", "version", "payload", "labels", "fingerprint", "deliver") VALUES ('default', 'mornings~20400101T080000Z', 0, 2209017600000, 1795835770758, 2209017600000, NULL, NULL, 1, '"morning"', NULL, NULL, 'queue:mornings');
INSERT INTO timers ("namespace", "id", "state", "deadline", "created_at", "due_at", "max_lateness", "decided_at", "version", "payload", "labels", "fingerprint", "deliver") VALUES ('default', 'pending', 0, 2209075200000, 1795835770275, 2209075200000, NULL, NULL, 2, '{"number":9007199254740993}', '{"kind":"old"}', 'ONd44ZezCJ8cmgJB02s_Pe48SguBdCjGqj1fswu0JVE', NULL);
INSERT INTO timers ("namespace", "id", "state", "deadline", "created_at", "due_at", "max_lateness", "decided_at", "version", "payload", "labels", "fingerprint", "deliver") VALUES ('default', 'skippable', 0, 2208988800000, 1795835770462, 2208988800000, 60000, NULL, 1, '{"number":9007199254740993}', '{"kind":"old"}', 'dDSXcsIdwHxNJ5rdcOYvg-x0DMPf1LVXDePWI7EgVVw', NULL);
INSERT INTO timers ("namespace", "id", "state", "deadline", "created_at", "due_at", "max_lateness", "decided_at", "version", "payload", "labels", "fingerprint", "deliver") VALUES ('default', 'taken', 1, 1795835770650, 1795835770650, 1795835770650, NULL, 1795835770653, 2, NULL, NULL, 'PF5_ph_FUNtXhHaHjT47zhK8FDKpFY338mIx2vhpg1k', 'queue:taken-queue');
INSERT INTO timer_labels ("namespace", "name", "value", "state", "id") VALUES ('default', 'kind', 'old', 0, 'called');
INSERT INTO timer_labels ("namespace", "name", "value", "state", "id") VALUES ('default', 'kind', 'old', 0, 'pending');
INSERT INTO timer_labels ("namespace", "name", "value", "state", "id") VALUES ('default', 'kind', 'old', 0, 'skippable');
INSERT INTO timer_labels ("namespace", "name", "value", "state", "id") VALUES ('default', 'kind', 'old', 2, 'cancelled');
INSERT INTO requests ("namespace", "request_key", "fingerprint", "timer_id", "deadline", "created_at", "max_lateness", "payload", "labels", "deliver") VALUES ('default', 'old-key', 'lDr1_G04pbXGt1vUg9yLByoQN1-1eLAjGtXe4U8FDvs', '01a22027-366c-7650-9490-39caf3f61477', 2211667200000, 1795835770476, NULL, NULL, NULL, NULL);
INSERT INTO ledger ("namespace", "clock", "pending", "elapsed", "cancelled", "skipped") VALUES ('default', 1795835770926, 5, 2, 1, 0);
INSERT INTO deliveries ("namespace", "id", "destination", "state", "attempts", "available_at", "finished_at", "token", "timer_id", "deadline", "created_at", "due_at", "max_lateness", "decided_at", "version", "payload", "labels", "log") VALUES ('default', '01a22027-3687-8fff-8d51-434a903cdb2f', 'queue:old-queue', 0, 0, 1795835770503, NULL, NULL, 'elapsed', 1795835770503, 1795835770503, 1795835770503, NULL, 1795835770519, 2, '7', NULL, NULL);
INSERT INTO deliveries ("namespace", "id", "destination", "state", "attempts", "available_at", "finished_at", "token", "timer_id", "deadline", "created_at", "due_at", "max_lateness", "decided_at", "version", "payload", "labels", "log") VALUES ('default', '01a22027-371a-86d2-b015-5fedbbb71940', 'queue:taken-queue', 2, 1, NULL, 1795835770710, NULL, 'taken', 1795835770650, 1795835770650, 1795835770650, NULL, 1795835770653, 2, NULL, NULL, NULL);
INSERT INTO endpoints ("namespace", "name", "state", "created_at", "version", "settings", "secret") VALUES ('default', 'old-endpoint', 0, 1795835770852, 1, '{"url":"https://example.com/hook","headers":{},"timeout":15000,"retries":[5000,300000,1800000,7200000,18000000,36000000,50400000,72000000,86400000],"permanent4xx":false,"maxInFlight":3,"rate":null,"body":"EVENT"}', 'plain:{"current":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw","previous":null,"previousUntil":null}');
INSERT INTO schedules ("namespace", "id", "state", "version", "revision", "created_at", "due_at", "zone_data", "settings", "progress") VALUES ('default', 'mornings', 0, 1, 1, 1795835770758, 2209017600000, '2026a', '{"cron":"0 9 * * *","zone":"Europe/Berlin","every":null,"from":2208988800000,"until":null,"count":null,"flexible":0,"missed":"ONE","overlap":"ALLOW","maxLateness":null,"payload":"\"morning\"","labels":{},"deliver":"queue:mornings"}', '{"made":1,"done":null,"pending":"mornings~20400101T080000Z","instant":2209017600000,"deadline":2209017600000,"behind":0,"missed":0,"cut":0,"delivery":null,"zoneData":"2026a"}');
