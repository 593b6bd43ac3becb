package dev.chime.store.sqlite;

import dev.chime.store.row.Sql;
import dev.chime.timer.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * SQL statements for SQLite only. Most of them change or find one row; for PostgreSQL one statement
 * handles many rows.
 */
final class SqliteSql {

  static final String INSERT =
      "INSERT INTO timers (namespace, id, state, deadline, created_at, due_at, max_lateness,"
          + " version, payload, labels, fingerprint, deliver, traceparent) VALUES (?, ?, 0, ?, ?,"
          + " ?, ?, 1, ?, ?, ?, ?, ?) ON CONFLICT (namespace, id) DO NOTHING";

  static final String FIND_FINGERPRINT =
      "SELECT fingerprint FROM timers WHERE namespace = ? AND id = ?";

  /**
   * Parameters: state, time, namespace, id. To return the row costs more than to read it before.
   */
  static final String DECIDE =
      "UPDATE timers SET state = ?, decided_at = ?, version = version + 1"
          + " WHERE namespace = ? AND id = ? AND state = 0";

  static final String AMEND =
      "UPDATE timers SET deadline = ?, due_at = ?, max_lateness = ?, payload = ?, labels = ?,"
          + " deliver = ?, version = ? WHERE namespace = ? AND id = ? AND state = 0 AND version = ?"
          + " AND deadline > ?";

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
          + " max_lateness, payload, labels, deliver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON"
          + " CONFLICT (namespace, request_key) DO NOTHING";

  static final String FIND_REQUEST =
      "SELECT fingerprint, timer_id, deadline, created_at, max_lateness, payload, labels,"
          + " deliver FROM requests WHERE namespace = ? AND request_key = ?";

  static final String SAVE_COUNTS =
      "INSERT INTO ledger (namespace, clock, pending, elapsed, cancelled, skipped)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (namespace) DO UPDATE SET"
          + " clock = excluded.clock, pending = excluded.pending, elapsed = excluded.elapsed,"
          + " cancelled = excluded.cancelled, skipped = excluded.skipped";

  private SqliteSql() {}

  /** Deletes timers with old outcomes. Parameters: as in {@link Sql#setPurged}. */
  static String purge(@Nullable Namespace namespace) {
    return "DELETE FROM timers WHERE (namespace, id) IN (SELECT namespace, id FROM timers WHERE "
        + Sql.purged(namespace)
        + " AND decided_at < ? ORDER BY decided_at LIMIT ?) RETURNING "
        + Sql.RETURNED;
  }
}
