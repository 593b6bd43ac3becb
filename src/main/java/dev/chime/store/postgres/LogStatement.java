package dev.chime.store.postgres;

import dev.chime.timer.TimerChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The part of a statement that logs changes, and notifies every process. */
final class LogStatement {

  /**
   * Logs changes of the current transaction. From here on all other transactions wait until this
   * one is committed.
   */
  private static final String ALONE =
      "WITH numbered AS (UPDATE changes_position SET last = last + ? RETURNING last), "
          + insertFrom("numbered")
          + " SELECT last, pg_notify('chime', last::text) FROM logged";

  private LogStatement() {}

  /**
   * The part that inserts the changes, named {@code logged}. Parameters: see {@link #bind}.
   *
   * @param numbered the part that has the last number
   */
  static String insertFrom(String numbered) {
    return "logged AS (INSERT INTO changes (last, count, changes, more, node)"
        + " SELECT last, ?, ?, ?, ? FROM "
        + numbered
        + " RETURNING last)";
  }

  /** Sets the parameters of {@link #insertFrom}, the first of them at {@code index}. */
  static void bind(PreparedStatement statement, int index, List<TimerChange> changes, String node)
      throws SQLException {
    ChangesText text = ChangesText.of(changes);
    statement.setInt(index, changes.size());
    statement.setString(index + 1, text.changes());
    statement.setString(index + 2, text.more());
    statement.setString(index + 3, node);
  }

  /**
   * Logs changes with a statement of its own.
   *
   * @return the number of the last change
   */
  static long execute(Connection connection, List<TimerChange> changes, String node)
      throws SQLException {
    try (PreparedStatement log = connection.prepareStatement(ALONE)) {
      log.setInt(1, changes.size());
      bind(log, 2, changes, node);
      try (ResultSet row = log.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
