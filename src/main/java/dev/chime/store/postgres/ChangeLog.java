package dev.chime.store.postgres;

import dev.chime.store.commit.CommitNews;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Reads the log of changes in the order of commits, and passes the changes to a listener. Each
 * transaction of any process adds its changes to the log. The position in the log is kept when the
 * connection is lost. Not thread-safe.
 */
final class ChangeLog {

  private static final String POSITION =
      "SELECT run, p.last, (SELECT min(c.last - c.count) FROM changes c) FROM changes_position p";
  private static final String READ =
      "SELECT last, count, CASE WHEN node = ? THEN NULL ELSE changes END, more"
          + " FROM changes WHERE last > ? ORDER BY last LIMIT 64";
  private static final String READ_OWN = "SELECT changes, more FROM changes WHERE last = ?";
  private static final String TRIM = "DELETE FROM changes WHERE last <= ?";

  private final String node;
  private final LocalChangeBuffer localChanges;
  private final ChangeListener listener;
  private final CommitNews news;
  private final int retainedChanges;
  private long position = -1;
  private long trimmed;

  /**
   * Creates a reader that has not read anything yet.
   *
   * @param node the name of this process
   * @param localChanges the changes that this process has written
   * @param news is told of deliveries that other processes have made
   * @param retainedChanges how many of the latest changes stay in the log
   */
  ChangeLog(
      String node,
      LocalChangeBuffer localChanges,
      ChangeListener listener,
      CommitNews news,
      int retainedChanges) {
    this.node = node;
    this.localChanges = localChanges;
    this.listener = listener;
    this.news = news;
    this.retainedChanges = retainedChanges;
  }

  /**
   * Finds the position to continue from. The listener is told if it has missed changes, because the
   * log does not continue at the last position. This happens at the start, after a long break, and
   * after a crash of the database, which may leave the log empty and its numbers higher.
   */
  void resume(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(POSITION)) {
      row.next();
      long last = row.getLong(2);
      long oldest = row.getLong(3);
      long readable = row.wasNull() ? last : oldest;
      if (readable > position || last < position) {
        position = readable;
        listener.changesMissed(row.getLong(1), position);
      }
    }
  }

  /**
   * Reads some changes.
   *
   * @return whether there may be more
   */
  boolean read(Connection connection) throws SQLException {
    boolean isAnyRead = false;
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setString(1, node);
      read.setLong(2, position);
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          isAnyRead = true;
          long last = rows.getLong(1);
          if (last - rows.getInt(2) != position) {
            resume(connection);
            break;
          }
          String text = rows.getString(3);
          if (text == null) {
            listener.committed(readOwn(connection, last));
          } else {
            List<TimerChange> changes = new ChangesText(text, rows.getString(4)).parse();
            listener.committed(changes);
            news.committed(changes);
          }
          position = last;
        }
      }
    }
    return isAnyRead;
  }

  /** Changes that this process has written. They are read if they are not in the buffer. */
  private List<TimerChange> readOwn(Connection connection, long last) throws SQLException {
    List<TimerChange> own = localChanges.take(last);
    if (own != null) {
      return own;
    }
    try (PreparedStatement read = connection.prepareStatement(READ_OWN)) {
      read.setLong(1, last);
      try (ResultSet row = read.executeQuery()) {
        if (row.next()) {
          return new ChangesText(row.getString(1), row.getString(2)).parse();
        }
        throw new SQLException("the log of changes has been trimmed while it was read");
      }
    }
  }

  /** Deletes the oldest changes if there are too many. */
  void trim(Connection connection) throws SQLException {
    if (position - trimmed > retainedChanges / 8) {
      trimmed = position;
      try (PreparedStatement trim = connection.prepareStatement(TRIM)) {
        trim.setLong(1, position - retainedChanges);
        trim.executeUpdate();
      }
    }
  }
}
