package dev.chime.store.row;

import java.util.Collections;

/** Statements in the SQL that all our databases share. */
public final class Sql {

  public static final String COLUMNS =
      "t.namespace, t.id, t.state, t.deadline, t.created_at, t.due_at, t.max_lateness,"
          + " t.decided_at, t.version, t.payload, t.labels";

  /** {@link #COLUMNS} for RETURNING, where not every database knows the alias. */
  public static final String RETURNED = COLUMNS.replace("t.", "");

  public static final String FIND =
      "SELECT " + COLUMNS + " FROM timers t WHERE namespace = ? AND id = ?";

  public static final String PENDING_PAGE =
      "SELECT "
          + COLUMNS
          + " FROM timers t WHERE state = 0 AND (deadline, namespace, id) > (?, ?, ?)"
          + " AND deadline < ? ORDER BY deadline, namespace, id LIMIT ?";

  public static final String PURGE_REQUESTS =
      "DELETE FROM requests WHERE (namespace, request_key) IN (SELECT namespace, request_key"
          + " FROM requests WHERE created_at < ? ORDER BY created_at LIMIT ?)";

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

  public static String listAll() {
    return LIST_ALL;
  }

  public static String listByState(int states) {
    return each(LIST_BY_STATE, states);
  }

  public static String listByDeadline(int states) {
    return each(LIST_BY_DEADLINE, states);
  }

  public static String listByLabel(int states) {
    return each(LIST_BY_LABEL, states);
  }

  /** One statement, and so one point in time, for the rows of several states. */
  private static String each(String select, int states) {
    return String.join(
        " UNION ALL ", Collections.nCopies(states, "SELECT * FROM (" + select + ") AS one"));
  }
}
