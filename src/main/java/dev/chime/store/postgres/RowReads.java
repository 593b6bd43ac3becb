package dev.chime.store.postgres;

import dev.chime.timer.TimerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads rows of the table of timers that a transaction may change. */
final class RowReads {

  private RowReads() {}

  /** The timers with these ids. */
  static List<RowChange> find(Connection connection, Set<TimerId> ids) throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    Columns wanted = new Columns("text", "text");
    ids.forEach(id -> wanted.add(id.namespace().name(), id.value()));
    try (PreparedStatement find = connection.prepareStatement(PostgresSql.FIND_SEVERAL)) {
      wanted.bind(connection, find, 1);
      return read(find);
    }
  }

  /**
   * Pending timers with deadlines until {@code due}, the earliest first, and those that were
   * inserted past Chime.
   *
   * @param limit the most of each
   */
  static List<RowChange> dueOrExternal(Connection connection, Instant due, int limit)
      throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(PostgresSql.DUE_OR_EXTERNAL)) {
      find.setLong(1, due.toEpochMilli());
      find.setInt(2, limit);
      find.setInt(3, limit);
      return read(find);
    }
  }

  private static List<RowChange> read(PreparedStatement find) throws SQLException {
    List<RowChange> found = new ArrayList<>();
    try (ResultSet rows = find.executeQuery()) {
      while (rows.next()) {
        found.add(RowChange.of(rows));
      }
    }
    return found;
  }
}
