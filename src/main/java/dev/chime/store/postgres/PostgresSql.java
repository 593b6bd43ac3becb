package dev.chime.store.postgres;

import dev.chime.store.row.Sql;

/** The statements that only PostgreSQL executes. */
final class PostgresSql {

  /** Timers of several ids, each with its fingerprint. */
  static final String FIND_SEVERAL =
      "SELECT "
          + Sql.COLUMNS
          + ", t.fingerprint FROM unnest(?::text[], ?::text[]) AS k(namespace, id)"
          + " JOIN timers t ON t.namespace = k.namespace AND t.id = k.id";

  /**
   * Timers that are due, and those that others have put in, but for what somebody is writing just
   * now. The locks end with the statement: what counts is whether the version is still the same
   * when it is written, so that a process that stops in between holds up nobody.
   */
  static final String DUE_OR_EXTERNAL =
      "SELECT * FROM (SELECT "
          + Sql.COLUMNS
          + ", t.fingerprint FROM timers t WHERE state = 0 AND deadline <= ?"
          + " ORDER BY deadline, namespace, id LIMIT ? FOR NO KEY UPDATE SKIP LOCKED) AS due"
          + " UNION ALL SELECT * FROM (SELECT "
          + Sql.COLUMNS
          + ", t.fingerprint FROM timers t WHERE version = 0 LIMIT ?"
          + " FOR NO KEY UPDATE SKIP LOCKED) AS put_in";

  /**
   * Purges timers together with their labels and counts. Nodes that purge at the same time leave
   * each other alone. A row for each namespace, with how many were forgotten, and its ledger.
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

  /** Requests of several keys. */
  static final String FIND_REQUESTS =
      "SELECT r.fingerprint, r.timer_id, r.deadline, r.created_at, r.max_lateness, r.payload,"
          + " r.labels, r.namespace, r.request_key"
          + " FROM unnest(?::text[], ?::text[]) AS k(namespace, request_key)"
          + " JOIN requests r ON r.namespace = k.namespace AND r.request_key = k.request_key";

  private PostgresSql() {}
}
