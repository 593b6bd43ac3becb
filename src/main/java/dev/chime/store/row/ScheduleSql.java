package dev.chime.store.row;

import dev.chime.timer.ListOrder;

/** SQL statements about schedules. All of them work in both SQLite and PostgreSQL. */
public final class ScheduleSql {

  /** The columns of a row of {@link ScheduleRow}, in its order. */
  public static final String COLUMNS =
      "namespace, id, state, version, revision, created_at, due_at, zone_data, settings, progress";

  /** What to do if there is a row: it is written if it still is the one that was read. */
  public static final String ON_CONFLICT =
      " ON CONFLICT (namespace, id) DO UPDATE SET state = excluded.state,"
          + " version = excluded.version, revision = excluded.revision,"
          + " created_at = excluded.created_at, due_at = excluded.due_at,"
          + " zone_data = excluded.zone_data, settings = excluded.settings,"
          + " progress = excluded.progress WHERE schedules.revision = excluded.revision - 1";

  /** Parameters: the columns. */
  public static final String SAVE =
      "INSERT INTO schedules (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" + ON_CONFLICT;

  /**
   * Writes how far a schedule has come. Parameters: those of {@link ScheduleRow#progressValues}.
   */
  public static final String PROGRESS =
      "UPDATE schedules SET state = ?, due_at = ?, zone_data = ?, progress = ?,"
          + " revision = revision + 1 WHERE namespace = ? AND id = ? AND revision = ?";

  /** Parameters: namespace, id. */
  public static final String DELETE = "DELETE FROM schedules WHERE namespace = ? AND id = ?";

  /** Parameters: namespace, id. */
  public static final String FIND =
      "SELECT " + COLUMNS + " FROM schedules WHERE namespace = ? AND id = ?";

  /**
   * Schedules whose occurrences are overdue, and those that were inserted past Chime. Those that go
   * by a test clock are not overdue. Parameters: time, limit.
   */
  public static final String OVERDUE =
      "SELECT "
          + COLUMNS
          + " FROM schedules WHERE due_at < ?"
          + " AND (due_at = 0 OR "
          + Sql.IN_REAL_TIME
          + ") ORDER BY due_at LIMIT ?";

  static final String OF_OTHER_ZONE_DATA =
      "SELECT namespace, id FROM schedules WHERE zone_data <> ? LIMIT ?";

  static final String COUNTS = "SELECT state, count(*) FROM schedules GROUP BY state";

  private ScheduleSql() {}

  /** Finds schedules, ordered by id. Parameters: namespace, {@link IdBounds}, limit. */
  static String list(ListOrder order) {
    return Sql.ordered(
        "SELECT "
            + COLUMNS
            + " FROM schedules WHERE namespace = ? AND id > ? AND id < ? AND revision > 0"
            + " ORDER BY id ASC LIMIT ?",
        order);
  }
}
