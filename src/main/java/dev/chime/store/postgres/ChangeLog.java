package dev.chime.store.postgres;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Reads the log of changes that each transaction adds its changes to, in the order of commits, and
 * passes them to a listener. It remembers how far it has read, also from one connection to the
 * next. For one thread.
 */
final class ChangeLog {

  private static final String POSITION =
      "SELECT run, p.last, (SELECT min(c.last - c.count) FROM changes c) FROM changes_position p";
  private static final String READ =
      "SELECT last, count, CASE WHEN node = ? THEN NULL ELSE changes END"
          + " FROM changes WHERE last > ? ORDER BY last LIMIT 64";
  private static final String READ_OWN = "SELECT changes FROM changes WHERE last = ?";
  private static final String TRIM = "DELETE FROM changes WHERE last <= ?";

  private final String node;
  private final LocalChangeBuffer localChanges;
  private final ChangeListener listener;
  private final int kept;
  private long position = -1;
  private long trimmed;

  /**
   * A log of which nothing has been read.
   *
   * @param node the name of this process
   * @param localChanges the changes that this process has written
   * @param kept how many of the latest changes stay in the log
   */
  ChangeLog(String node, LocalChangeBuffer localChanges, ChangeListener listener, int kept) {
    this.node = node;
    this.localChanges = localChanges;
    this.listener = listener;
    this.kept = kept;
  }

  /**
   * Finds the place to read on from. If the log does not go on where it was read to, the listener
   * learns that it has missed changes: at the start, after a long break, and after a crash of the
   * database, which may leave the log empty and its numbers higher.
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
    boolean any = false;
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setString(1, node);
      read.setLong(2, position);
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          any = true;
          long last = rows.getLong(1);
          if (last - rows.getInt(2) != position) {
            resume(connection);
            break;
          }
          String text = rows.getString(3);
          listener.committed(text == null ? own(connection, last) : ChangesText.parse(text));
          position = last;
        }
      }
    }
    return any;
  }

  /** Changes that this process has written, read if its writer has not put them aside yet. */
  private List<TimerChange> own(Connection connection, long last) throws SQLException {
    List<TimerChange> own = localChanges.take(last);
    if (own != null) {
      return own;
    }
    try (PreparedStatement read = connection.prepareStatement(READ_OWN)) {
      read.setLong(1, last);
      try (ResultSet row = read.executeQuery()) {
        if (row.next()) {
          return ChangesText.parse(row.getString(1));
        }
        throw new SQLException("the log of changes has been trimmed while it was read");
      }
    }
  }

  /** Deletes the oldest changes if there are too many. */
  void trim(Connection connection) throws SQLException {
    if (position - trimmed > kept / 8) {
      trimmed = position;
      try (PreparedStatement trim = connection.prepareStatement(TRIM)) {
        trim.setLong(1, position - kept);
        trim.executeUpdate();
      }
    }
  }
}
