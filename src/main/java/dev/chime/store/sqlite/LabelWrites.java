package dev.chime.store.sqlite;

import dev.chime.store.row.TimerRow;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** Writes table {@code timer_labels}, the index of labels, when timers change. Not thread-safe. */
final class LabelWrites {

  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement delete;

  LabelWrites(Connection connection) throws SQLException {
    insert = connection.prepareStatement(SqliteSql.INSERT_LABEL);
    update = connection.prepareStatement(SqliteSql.UPDATE_LABEL);
    delete = connection.prepareStatement(SqliteSql.DELETE_LABEL);
  }

  /** Adds the labels of a pending timer to the index. */
  void insert(Timer timer) throws SQLException {
    for (Map.Entry<String, String> label : timer.labels().entrySet()) {
      set(insert, 1, timer, label);
      insert.setInt(4, TimerRow.code(TimerState.PENDING));
      insert.setString(5, timer.id().value());
      insert.executeUpdate();
    }
  }

  /** Updates the labels of a timer that got its outcome. */
  void updateState(Timer timer) throws SQLException {
    for (Map.Entry<String, String> label : timer.labels().entrySet()) {
      update.setInt(1, TimerRow.code(timer.state()));
      set(update, 2, timer, label);
      update.setString(5, timer.id().value());
      update.executeUpdate();
    }
  }

  /** Removes the labels of a timer from the index. */
  void delete(Timer timer) throws SQLException {
    for (Map.Entry<String, String> label : timer.labels().entrySet()) {
      set(delete, 1, timer, label);
      delete.setInt(4, TimerRow.code(timer.state()));
      delete.setString(5, timer.id().value());
      delete.executeUpdate();
    }
  }

  private static void set(
      PreparedStatement statement, int index, Timer timer, Map.Entry<String, String> label)
      throws SQLException {
    statement.setString(index, timer.id().namespace().name());
    statement.setString(index + 1, label.getKey());
    statement.setString(index + 2, label.getValue());
  }
}
