package dev.chime.store.row;

import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** SQL statements, and parts of them, that work in both SQLite and PostgreSQL. */
public final class Sql {

  /** The columns of {@code timers t} that {@link TimerRow#read} reads. */
  public static final String COLUMNS =
      "t.namespace, t.id, t.state, t.deadline, t.created_at, t.due_at, t.max_lateness,"
          + " t.decided_at, t.version, t.payload, t.labels, t.deliver, t.traceparent";

  /** {@link #COLUMNS} without the table's alias, for {@code RETURNING}. */
  public static final String RETURNED = COLUMNS.replace("t.", "");

  /** Whether a row belongs to a namespace that does not go by a test clock. */
  public static final String IN_REAL_TIME = "namespace NOT IN (SELECT namespace FROM test_clocks)";

  /** Finds a timer. Parameters: namespace, id. */
  public static final String FIND =
      "SELECT " + COLUMNS + " FROM timers t WHERE namespace = ? AND id = ?";

  /**
   * Finds pending timers that do not go by a test clock, ordered by deadline. Parameters: deadline,
   * namespace and id to start after; end; limit.
   */
  public static final String PENDING_PAGE =
      "SELECT "
          + COLUMNS
          + " FROM timers t WHERE state = 0 AND (deadline, namespace, id) > (?, ?, ?)"
          + " AND deadline < ? AND "
          + IN_REAL_TIME
          + " ORDER BY deadline, namespace, id LIMIT ?";

  /** Finds pending timers of a namespace. Parameters: namespace, latest deadline, limit. */
  public static final String DUE =
      "SELECT "
          + COLUMNS
          + ", t.fingerprint FROM timers t WHERE namespace = ? AND state = 0 AND deadline <= ?"
          + " ORDER BY deadline, id LIMIT ?";

  /** Reads the counts of all namespaces. Each transaction keeps them up to date. */
  public static final String COUNTS =
      "SELECT namespace, clock, pending, elapsed, cancelled, skipped FROM ledger";

  /** Reads the counts of a namespace. Parameter: the namespace. */
  public static final String COUNTS_OF = COUNTS + " WHERE namespace = ?";

  /**
   * Counts timers in a state, up to a limit. Parameters: namespace, state, first deadline, end,
   * limit.
   */
  public static final String COUNT_BY_DEADLINE =
      "SELECT count(*) FROM (SELECT 1 FROM timers WHERE namespace = ? AND state = ?"
          + " AND deadline >= ? AND deadline < ? LIMIT ?) AS due";

  /** Reads when each process was last heard of. Only a shared database has the table. */
  static final String NODES = "SELECT id, seen FROM nodes";

  private static final String LIST_ALL =
      "SELECT "
          + COLUMNS
          + " FROM timers t WHERE namespace = ? AND id > ? AND id < ? ORDER BY id ASC LIMIT ?";

  private static final String LIST_BY_STATE =
      "SELECT " + COLUMNS + " FROM " + idsFirst("timers", "t", "t.state = ?");

  private static final String LIST_BY_DEADLINE =
      "SELECT "
          + COLUMNS
          + " FROM timers t WHERE namespace = ? AND state = ? AND (deadline, id) > (?, ?)"
          + " AND deadline < ? ORDER BY deadline ASC, id ASC LIMIT ?";

  private static final String LIST_BY_DEADLINE_DESCENDING =
      "SELECT "
          + COLUMNS
          + " FROM timers t WHERE namespace = ? AND state = ? AND (deadline, id) < (?, ?)"
          + " AND deadline > ? ORDER BY deadline DESC, id DESC LIMIT ?";

  private static final String LIST_BY_LABEL =
      "SELECT "
          + COLUMNS
          + " FROM timer_labels l JOIN timers t ON t.namespace = l.namespace AND t.id = l.id"
          + " WHERE l.namespace = ? AND l.name = ? AND l.value = ? AND l.state = ? AND l.id > ?"
          + " AND l.id < ? ORDER BY l.id ASC LIMIT ?";

  private Sql() {}

  /** Finds the timers of a namespace, by id. Parameters: namespace, {@link IdBounds}, limit. */
  public static String listAll(ListOrder order) {
    return ordered(LIST_ALL, order);
  }

  /**
   * The first rows of a table by id that meet a condition. An index with the condition and the id
   * finds the ids, and these the rows: SQLite would otherwise take the primary key, which has the
   * ids as well, and test the condition row by row. The rows come in any order. Parameters:
   * namespace, those of the condition, {@link IdBounds}, limit.
   *
   * @param table the table
   * @param alias its name in the columns and in the condition
   */
  static String idsFirst(String table, String alias, String condition) {
    return ("(SELECT %2$s.namespace AS space, %2$s.id AS name FROM %1$s %2$s"
            + " WHERE %2$s.namespace = ? AND %3$s AND %2$s.id > ? AND %2$s.id < ?"
            + " ORDER BY %2$s.id ASC LIMIT ?) AS found"
            + " JOIN %1$s %2$s ON %2$s.namespace = found.space AND %2$s.id = found.name")
        .formatted(table, alias, condition);
  }

  /**
   * Finds timers in some states, the first ones by id, in any order. Parameters, for each state:
   * namespace, state, {@link IdBounds}, limit.
   */
  public static String listByState(int states, ListOrder order) {
    return unionOf(ordered(LIST_BY_STATE, order), states);
  }

  /**
   * Finds timers in some states, ordered by deadline. Parameters, for each state: namespace, state,
   * deadline and id to start after, end, limit.
   */
  public static String listByDeadline(int states, ListOrder order) {
    return unionOf(
        order == ListOrder.ASCENDING ? LIST_BY_DEADLINE : LIST_BY_DEADLINE_DESCENDING, states);
  }

  /**
   * Finds timers with a label, ordered by id. Parameters, for each state: namespace, name, value,
   * state, {@link IdBounds}, limit.
   */
  public static String listByLabel(int states, ListOrder order) {
    return unionOf(ordered(LIST_BY_LABEL, order), states);
  }

  /** A query with {@code ASC}, in this order. */
  static String ordered(String ascending, ListOrder order) {
    return order == ListOrder.ASCENDING ? ascending : ascending.replace(" ASC ", " DESC ");
  }

  /** Deletes old idempotency keys. Parameters: those of {@link #purged}, time, limit. */
  public static String purgeRequests(@Nullable Namespace namespace) {
    return "DELETE FROM requests WHERE (namespace, request_key) IN (SELECT namespace, request_key"
        + " FROM requests WHERE "
        + purged(namespace)
        + " AND created_at < ? ORDER BY created_at LIMIT ?)";
  }

  /**
   * Which rows are old by the same clock. Parameter: the namespace if there is one, otherwise none.
   *
   * @param namespace one that goes by a test clock; null for all that do not
   */
  public static String purged(@Nullable Namespace namespace) {
    return namespace == null ? IN_REAL_TIME : "namespace = ?";
  }

  /**
   * Sets the parameters of a statement that deletes old rows.
   *
   * @param namespace as in {@link #purged}
   */
  public static void setPurged(
      PreparedStatement purge, @Nullable Namespace namespace, Instant before, int limit)
      throws SQLException {
    int index = 1;
    if (namespace != null) {
      purge.setString(index++, namespace.name());
    }
    purge.setLong(index++, before.toEpochMilli());
    purge.setInt(index, limit);
  }

  /** Repeats a query for each state, in one statement, so that all rows are of the same moment. */
  private static String unionOf(String select, int states) {
    return String.join(
        " UNION ALL ", Collections.nCopies(states, "SELECT * FROM (" + select + ") AS one"));
  }
}
