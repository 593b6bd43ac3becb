package dev.chime.store.postgres;

import dev.chime.store.row.Sql;
import dev.chime.timer.Namespace;
import org.jspecify.annotations.Nullable;

/** SQL statements for PostgreSQL only. Each of them works on many rows. */
final class PostgresSql {

  /** Finds timers, with their fingerprints. Parameters: array of namespaces, array of ids. */
  static final String FIND_SEVERAL =
      "SELECT "
          + Sql.COLUMNS
          + ", t.fingerprint FROM unnest(?::text[], ?::text[]) AS k(namespace, id)"
          + " JOIN timers t ON t.namespace = k.namespace AND t.id = k.id";

  /**
   * Finds timers that are due, and timers that {@code chime_create} has inserted, except rows that
   * another transaction is writing now. The row locks end with the statement, so a process that
   * stops here blocks nobody. A later write checks by the row's version that it has not changed.
   * Parameters: deadline, limit for due timers, limit for inserted timers.
   */
  static final String DUE_OR_EXTERNAL =
      "SELECT * FROM (SELECT "
          + Sql.COLUMNS
          + ", t.fingerprint FROM timers t WHERE state = 0 AND deadline <= ? AND "
          + Sql.IN_REAL_TIME
          + " ORDER BY deadline, namespace, id LIMIT ? FOR NO KEY UPDATE SKIP LOCKED) AS due"
          + " UNION ALL SELECT * FROM (SELECT "
          + Sql.COLUMNS
          + ", t.fingerprint FROM timers t WHERE version = 0 LIMIT ?"
          + " FOR NO KEY UPDATE SKIP LOCKED) AS inserted";

  /**
   * Deletes timers with old outcomes and their labels, and updates the counts. Skips rows that
   * another process is deleting. Returns a row for each namespace: its counts, and how many timers
   * were deleted. Its gap is for {@link Sql#purged}. Parameters: those of that, time, limit.
   */
  private static final String PURGE_COUNTING =
      """
      WITH old AS MATERIALIZED (
        SELECT namespace, id FROM timers WHERE :which AND decided_at < ? ORDER BY decided_at LIMIT ?
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

  /** Finds requests by their keys. Parameters: array of namespaces, array of keys. */
  static final String FIND_REQUESTS =
      "SELECT r.fingerprint, r.timer_id, r.deadline, r.created_at, r.max_lateness, r.payload,"
          + " r.labels, r.deliver, r.namespace, r.request_key"
          + " FROM unnest(?::text[], ?::text[]) AS k(namespace, request_key)"
          + " JOIN requests r ON r.namespace = k.namespace AND r.request_key = k.request_key";

  private PostgresSql() {}

  /** Deletes timers with old outcomes. Parameters: as in {@link Sql#setPurged}. */
  static String purgeCounting(@Nullable Namespace namespace) {
    return PURGE_COUNTING.replace(":which", Sql.purged(namespace));
  }
}
