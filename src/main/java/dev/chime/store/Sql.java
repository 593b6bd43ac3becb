package dev.chime.store;

import java.util.Collections;

/** The statements, in the SQL that all our databases share. */
final class Sql {

  private static final String COLUMNS =
      "t.namespace, t.id, t.state, t.deadline, t.created_at, t.due_at, t.max_lateness,"
          + " t.decided_at, t.version, t.payload, t.labels";

  /** The same for RETURNING, where not every database knows the alias. */
  private static final String CHANGED = COLUMNS.replace("t.", "");

  static final String INSERT =
      "INSERT INTO timers (namespace, id, state, deadline, created_at, due_at, max_lateness,"
          + " version, payload, labels, fingerprint)"
          + " VALUES (?, ?, 0, ?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT (namespace, id) DO NOTHING";

  static final String FIND = "SELECT " + COLUMNS + " FROM timers t WHERE namespace = ? AND id = ?";

  /** PostgreSQL's: those of several ids, each with its fingerprint. */
  static final String FIND_SEVERAL =
      "SELECT "
          + COLUMNS
          + ", t.fingerprint FROM unnest(?::text[], ?::text[]) AS k(namespace, id)"
          + " JOIN timers t ON t.namespace = k.namespace AND t.id = k.id";

  /**
   * PostgreSQL's: what is due, and what others have put in, but for what somebody is writing just
   * now. The locks end with the statement: what counts is whether the version is still the same
   * when it is written, so that a process that stops in between holds up nobody.
   */
  static final String DUE_OR_PUT_IN =
      "SELECT * FROM (SELECT "
          + COLUMNS
          + ", t.fingerprint FROM timers t WHERE state = 0 AND deadline <= ?"
          + " ORDER BY deadline, namespace, id LIMIT ? FOR NO KEY UPDATE SKIP LOCKED) AS due"
          + " UNION ALL SELECT * FROM (SELECT "
          + COLUMNS
          + ", t.fingerprint FROM timers t WHERE version = 0 LIMIT ?"
          + " FOR NO KEY UPDATE SKIP LOCKED) AS put_in";

  static final String FIND_FINGERPRINT =
      "SELECT fingerprint FROM timers WHERE namespace = ? AND id = ?";

  static final String ELAPSE =
      "UPDATE timers SET state = CASE WHEN ? - due_at > max_lateness THEN 3 ELSE 1 END,"
          + " decided_at = ?, version = version + 1"
          + " WHERE namespace = ? AND id = ? AND state = 0 AND deadline <= ? RETURNING "
          + CHANGED;

  static final String CANCEL =
      "UPDATE timers SET state = 2, version = version + 1,"
          + " decided_at = CASE WHEN created_at > ? THEN created_at ELSE ? END"
          + " WHERE namespace = ? AND id = ? AND state = 0 RETURNING "
          + CHANGED;

  static final String AMEND =
      "UPDATE timers SET deadline = ?, due_at = ?, payload = ?, labels = ?, version = ?"
          + " WHERE namespace = ? AND id = ? AND state = 0 AND version = ?";

  static final String PENDING_PAGE =
      "SELECT "
          + COLUMNS
          + " FROM timers t WHERE state = 0 AND (deadline, namespace, id) > (?, ?, ?)"
          + " AND deadline < ? ORDER BY deadline, namespace, id LIMIT ?";

  static final String PURGE =
      "DELETE FROM timers WHERE (namespace, id) IN (SELECT namespace, id FROM timers"
          + " WHERE decided_at < ? ORDER BY decided_at LIMIT ?) RETURNING "
          + CHANGED;

  /**
   * PostgreSQL's: together with labels and counts. Nodes that purge at the same time leave each
   * other alone. A row for each namespace, with how many were forgotten, and its ledger.
   */
  static final String PURGE_COUNTING =
      """
      WITH old AS MATERIALIZED (
        SELECT namespace, id FROM timers WHERE decided_at < ? ORDER BY decided_at LIMIT ?
        FOR UPDATE SKIP LOCKED),
      forgotten AS (
        DELETE FROM timers t USING old WHERE t.namespace = old.namespace AND t.id = old.id
        RETURNING t.namespace, t.id, t.state, t.labels),
      unlabelled AS (
        DELETE FROM timer_labels l USING (
          SELECT f.namespace, f.id, f.state, e.key AS name, e.value
          FROM forgotten f, json_each_text(f.labels::json) AS e) AS g
        WHERE l.namespace = g.namespace AND l.name = g.name AND l.value = g.value
          AND l.state = g.state AND l.id = g.id),
      fewer AS (
        SELECT namespace, count(*) FILTER (WHERE state = 1) AS elapsed,
          count(*) FILTER (WHERE state = 2) AS cancelled,
          count(*) FILTER (WHERE state = 3) AS skipped, count(*) AS forgotten
        FROM forgotten GROUP BY namespace ORDER BY namespace)
      UPDATE ledger l SET elapsed = l.elapsed - f.elapsed, cancelled = l.cancelled - f.cancelled,
        skipped = l.skipped - f.skipped
      FROM fewer f WHERE l.namespace = f.namespace
      RETURNING l.namespace, l.clock, l.pending, l.elapsed, l.cancelled, l.skipped, f.forgotten\
      """;

  static final String INSERT_LABEL =
      "INSERT INTO timer_labels (namespace, name, value, state, id) VALUES (?, ?, ?, ?, ?)";

  static final String UPDATE_LABEL =
      "UPDATE timer_labels SET state = ?"
          + " WHERE namespace = ? AND name = ? AND value = ? AND state = 0 AND id = ?";

  static final String DELETE_LABEL =
      "DELETE FROM timer_labels"
          + " WHERE namespace = ? AND name = ? AND value = ? AND state = ? AND id = ?";

  static final String INSERT_REQUEST =
      "INSERT INTO requests (namespace, request_key, fingerprint, timer_id, deadline, created_at,"
          + " max_lateness, payload, labels)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (namespace, request_key) DO NOTHING";

  static final String FIND_REQUEST =
      "SELECT fingerprint, timer_id, deadline, created_at, max_lateness, payload, labels"
          + " FROM requests WHERE namespace = ? AND request_key = ?";

  /** PostgreSQL's: those of several keys. */
  static final String FIND_REQUESTS =
      "SELECT r.fingerprint, r.timer_id, r.deadline, r.created_at, r.max_lateness, r.payload,"
          + " r.labels, r.namespace, r.request_key"
          + " FROM unnest(?::text[], ?::text[]) AS k(namespace, request_key)"
          + " JOIN requests r ON r.namespace = k.namespace AND r.request_key = k.request_key";

  static final String PURGE_REQUESTS =
      "DELETE FROM requests WHERE (namespace, request_key) IN (SELECT namespace, request_key"
          + " FROM requests WHERE created_at < ? ORDER BY created_at LIMIT ?)";

  static final String LEDGER =
      "SELECT namespace, clock, pending, elapsed, cancelled, skipped FROM ledger";

  static final String SAVE_LEDGER =
      "INSERT INTO ledger (namespace, clock, pending, elapsed, cancelled, skipped)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (namespace) DO UPDATE SET"
          + " clock = excluded.clock, pending = excluded.pending, elapsed = excluded.elapsed,"
          + " cancelled = excluded.cancelled, skipped = excluded.skipped";

  private static final String LIST_ALL =
      "SELECT " + COLUMNS + " FROM timers t WHERE namespace = ? AND id > ? ORDER BY id LIMIT ?";

  private static final String LIST_BY_STATE =
      "SELECT "
          + COLUMNS
          + " FROM timers t WHERE namespace = ? AND state = ? AND id > ? ORDER BY id LIMIT ?";

  private static final String LIST_BY_DEADLINE =
      "SELECT "
          + COLUMNS
          + " FROM timers t WHERE namespace = ? AND state = ? AND (deadline, id) > (?, ?)"
          + " AND deadline < ? ORDER BY deadline, id LIMIT ?";

  private static final String LIST_BY_LABEL =
      "SELECT "
          + COLUMNS
          + " FROM timer_labels l JOIN timers t ON t.namespace = l.namespace AND t.id = l.id"
          + " WHERE l.namespace = ? AND l.name = ? AND l.value = ? AND l.state = ? AND l.id > ?"
          + " ORDER BY l.id LIMIT ?";

  private Sql() {}

  static String listAll() {
    return LIST_ALL;
  }

  static String listByState(int states) {
    return each(LIST_BY_STATE, states);
  }

  static String listByDeadline(int states) {
    return each(LIST_BY_DEADLINE, states);
  }

  static String listByLabel(int states) {
    return each(LIST_BY_LABEL, states);
  }

  /** One statement, and so one point in time, for the rows of several states. */
  private static String each(String select, int states) {
    return String.join(
        " UNION ALL ", Collections.nCopies(states, "SELECT * FROM (" + select + ") AS one"));
  }
}
