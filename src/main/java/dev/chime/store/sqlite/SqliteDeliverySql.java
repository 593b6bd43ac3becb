package dev.chime.store.sqlite;

import dev.chime.delivery.Attempt;
import dev.chime.store.row.DeliverySql;

/** SQL statements about deliveries for SQLite only. */
final class SqliteDeliverySql {

  static final String INSERT =
      "INSERT INTO deliveries (namespace, id, destination, state, attempts, available_at, timer_id,"
          + " deadline, created_at, due_at, max_lateness, decided_at, version, payload, labels,"
          + " traceparent) VALUES (?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (namespace, id) DO NOTHING";

  /** Finds what can be claimed. Parameters: namespace, destination, time, limit. */
  static final String AVAILABLE =
      "SELECT "
          + DeliverySql.COLUMNS
          + " FROM deliveries d WHERE namespace = ? AND destination = ? AND available_at <= ?"
          + " ORDER BY available_at, id LIMIT ?";

  /** When the next one of a lane can be claimed. Parameters: namespace, destination. */
  static final String NEXT =
      "SELECT available_at FROM deliveries WHERE namespace = ? AND destination = ?"
          + " AND available_at IS NOT NULL ORDER BY available_at LIMIT 1";

  static final String LEASE =
      "UPDATE deliveries SET state = 1, attempts = ?, available_at = ?, token = ?"
          + " WHERE namespace = ? AND id = ?";

  /**
   * Settles a delivery, and adds an attempt to the last ones. Parameters: state, time from which it
   * is available, time at which it has ended, attempt; namespace, id.
   */
  static final String SETTLE =
      "UPDATE deliveries SET state = ?1, available_at = ?2, finished_at = ?3,"
          + " token = CASE WHEN ?1 = 1 THEN token END,"
          + " log = CASE WHEN ?4 IS NULL THEN log WHEN log IS NULL THEN ?4"
          + " WHEN length(log) - length(replace(log, char(10), '')) >= "
          + (Attempt.KEPT - 1)
          + " THEN substr(log, instr(log, char(10)) + 1) || char(10) || ?4"
          + " ELSE log || char(10) || ?4 END"
          + " WHERE namespace = ?5 AND id = ?6";

  /** Parameters: time; namespace, id, time. */
  static final String RETRY =
      "UPDATE deliveries SET state = 0, available_at = ?, finished_at = NULL"
          + " WHERE namespace = ? AND id = ? AND (state = 3 OR (state = 0 AND available_at > ?))"
          + " RETURNING "
          + DeliverySql.RETURNED;

  /** Parameters: time; namespace, destination, time, limit. */
  static final String KILL =
      "UPDATE deliveries SET state = 3, available_at = NULL, finished_at = ?, token = NULL"
          + " WHERE (namespace, id) IN (SELECT namespace, id FROM deliveries"
          + " WHERE namespace = ? AND destination = ? AND available_at IS NOT NULL"
          + " AND (state = 0 OR available_at <= ?) ORDER BY available_at, id LIMIT ?) RETURNING "
          + DeliverySql.RETURNED;

  /** Parameters: state, time, limit. */
  static final String PURGE =
      "DELETE FROM deliveries WHERE (namespace, id) IN (SELECT namespace, id FROM deliveries"
          + " WHERE state = ? AND finished_at < ? ORDER BY finished_at LIMIT ?)";

  private SqliteDeliverySql() {}
}
