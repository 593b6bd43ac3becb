package dev.chime.store.row;

import java.util.Collections;

/** SQL statements that every database of Chime understands, and parts of such statements. */
public final class Sql {

  /** The columns of table {@code timers t} that {@link TimerRow#read} reads. */
  public static final String COLUMNS =
      "t.namespace, t.id, t.state, t.deadline, t.created_at, t.due_at, t.max_lateness,"
          + " t.decided_at, t.version, t.payload, t.labels";

  /** {@link #COLUMNS} without the alias, which not every database accepts after RETURNING. */
  public static final String RETURNED = COLUMNS.replace("t.", "");

  /** A timer. Parameters: namespace, id. */
  public static final String FIND =
      "SELECT " + COLUMNS + " FROM timers t WHERE namespace = ? AND id = ?";

  /**
   * Pending timers by deadline. Parameters: deadline, namespace and id to begin after; end; limit.
   */
  public static final String PENDING_PAGE =
      "SELECT "
          + COLUMNS
          + " FROM timers t WHERE state = 0 AND (deadline, namespace, id) > (?, ?, ?)"
          + " AND deadline < ? ORDER BY deadline, namespace, id LIMIT ?";

  /** Deletes old idempotency keys. Parameters: time, limit. */
  public static final String PURGE_REQUESTS =
      "DELETE FROM requests WHERE (namespace, request_key) IN (SELECT namespace, request_key"
          + " FROM requests WHERE created_at < ? ORDER BY created_at LIMIT ?)";

  /** The counts of all namespaces, from the ledger that each transaction keeps up to date. */
  public static final String COUNTS =
      "SELECT namespace, clock, pending, elapsed, cancelled, skipped FROM ledger";

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

  /** Timers of a namespace by id. Parameters: namespace, id to begin after, limit. */
  public static String listAll() {
    return LIST_ALL;
  }

  /**
   * Timers of some states by id. Parameters, for each state: namespace, state, id to begin after,
   * limit.
   */
  public static String listByState(int states) {
    return unionOf(LIST_BY_STATE, states);
  }

  /**
   * Timers of some states by deadline. Parameters, for each state: namespace, state, deadline and
   * id to begin after, end, limit.
   */
  public static String listByDeadline(int states) {
    return unionOf(LIST_BY_DEADLINE, states);
  }

  /**
   * Timers with a label by id. Parameters, for each state: namespace, name, value, state, id to
   * begin after, limit.
   */
  public static String listByLabel(int states) {
    return unionOf(LIST_BY_LABEL, states);
  }

  /** The same query for each of several states, in one statement: it sees one point in time. */
  private static String unionOf(String select, int states) {
    return String.join(
        " UNION ALL ", Collections.nCopies(states, "SELECT * FROM (" + select + ") AS one"));
  }
}
