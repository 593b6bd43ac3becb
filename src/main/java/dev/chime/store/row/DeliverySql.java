package dev.chime.store.row;

import dev.chime.timer.ListOrder;
import java.util.Collections;

/** SQL statements about deliveries that work in both SQLite and PostgreSQL. */
public final class DeliverySql {

  /** The columns of {@code deliveries d} that {@link DeliveryRow#read} reads. */
  public static final String COLUMNS =
      "d.namespace, d.timer_id, 1, d.deadline, d.created_at, d.due_at, d.max_lateness,"
          + " d.decided_at, d.version, d.payload, d.labels, d.destination, d.traceparent,"
          + " d.id, d.state, d.attempts, d.available_at, d.token, d.finished_at";

  /** {@link #COLUMNS} without the table's alias, for {@code RETURNING}. */
  public static final String RETURNED = COLUMNS.replace("d.", "");

  static final String ATTEMPTS = "SELECT log FROM deliveries WHERE namespace = ? AND id = ?";

  /** The first lane after another one, and when its first delivery becomes available. */
  public static final String NEXT_LANE =
      "SELECT namespace, destination, available_at FROM deliveries"
          + " WHERE available_at IS NOT NULL AND (namespace, destination) > (?, ?)"
          + " ORDER BY namespace, destination, available_at LIMIT 1";

  /** Finds the open ones in an index, and the dead ones in another. */
  static final String COUNTS =
      "SELECT state, count(*) FROM deliveries WHERE available_at IS NOT NULL GROUP BY state"
          + " UNION ALL SELECT 3, count(*) FROM deliveries WHERE state = 3";

  /** Counts the open ones of a namespace, up to a limit. Parameters: namespace, limit. */
  public static final String COUNT_OPEN =
      "SELECT count(*) FROM (SELECT 1 FROM deliveries"
          + " WHERE namespace = ? AND available_at IS NOT NULL LIMIT ?) AS open";

  /** Counts the open ones of a lane, up to a limit. Parameters: namespace, destination, limit. */
  public static final String DEPTH =
      "SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE namespace = ? AND destination = ?"
          + " AND available_at IS NOT NULL LIMIT ?) AS open";

  /**
   * The first lane of a namespace after another one, and when its first delivery becomes available.
   * Parameters: namespace, destination.
   */
  public static final String NEXT_OPEN =
      "SELECT destination, available_at FROM deliveries WHERE namespace = ? AND destination > ?"
          + " AND available_at IS NOT NULL ORDER BY destination, available_at LIMIT 1";

  /**
   * Counts the open ones of a lane, up to a limit, and the leased ones of these. Parameters:
   * namespace, destination, limit.
   */
  public static final String COUNT_LANE =
      "SELECT count(*), coalesce(sum(CASE state WHEN 1 THEN 1 ELSE 0 END), 0)"
          + " FROM (SELECT state FROM deliveries WHERE namespace = ? AND destination = ?"
          + " AND available_at IS NOT NULL LIMIT ?) AS open";

  /** Counts the dead ones of a namespace, up to a limit. Parameters: namespace, limit. */
  public static final String COUNT_DEAD =
      "SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE namespace = ? AND state = 3 LIMIT ?)"
          + " AS dead";

  /** Whether a delivery has not ended. Parameters: namespace, id. */
  public static final String IS_OPEN =
      "SELECT 1 FROM deliveries WHERE namespace = ? AND id = ? AND finished_at IS NULL";

  /** Finds a delivery. Parameters: namespace, id. */
  public static final String FIND =
      "SELECT " + COLUMNS + " FROM deliveries d WHERE d.namespace = ? AND d.id = ?";

  private DeliverySql() {}

  /** Finds deliveries by their ids. Parameters, for each of them: namespace, id. */
  public static String find(int count) {
    return "SELECT "
        + COLUMNS
        + " FROM deliveries d WHERE (d.namespace, d.id) IN (VALUES "
        + String.join(", ", Collections.nCopies(count, "(?, ?)"))
        + ")";
  }

  /**
   * Finds deliveries of a namespace, the first ones by id, in any order. Parameters: namespace,
   * {@link IdBounds}, limit.
   *
   * @param condition selects an index
   */
  public static String list(String condition, ListOrder order) {
    return Sql.ordered(
        "SELECT " + COLUMNS + " FROM " + Sql.idsFirst("deliveries", "d", condition), order);
  }
}
