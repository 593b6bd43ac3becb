package dev.chime.store.row;

import dev.chime.timer.Namespace;
import dev.chime.timer.TestClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Table {@code test_clocks}, in both SQLite and PostgreSQL. */
public final class TestClockRow {

  private static final String ALL = "SELECT namespace, now, delivers FROM test_clocks";

  private static final String FIND = ALL + " WHERE namespace = ?";

  private static final String MAKE =
      "INSERT INTO test_clocks (namespace, now, delivers) VALUES (?, ?, ?)"
          + " ON CONFLICT (namespace) DO UPDATE SET delivers = excluded.delivers";

  private TestClockRow() {}

  /** Reads all clocks. */
  public static List<TestClock> all(Connection connection) throws SQLException {
    try (PreparedStatement all = connection.prepareStatement(ALL)) {
      return read(all);
    }
  }

  /** Finds the clock of a namespace; empty if it has none. */
  public static Optional<TestClock> find(Connection connection, Namespace namespace)
      throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, namespace.name());
      return read(find).stream().findFirst();
    }
  }

  private static List<TestClock> read(PreparedStatement query) throws SQLException {
    List<TestClock> clocks = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        clocks.add(
            new TestClock(
                TimerRow.namespace(rows.getString(1)),
                Instant.ofEpochMilli(rows.getLong(2)),
                rows.getInt(3) == 1));
      }
    }
    return clocks;
  }

  /** Makes a clock; if there is one, sets whether it delivers. */
  public static void make(Connection connection, TestClock clock) throws SQLException {
    try (PreparedStatement make = connection.prepareStatement(MAKE)) {
      make.setString(1, clock.namespace().name());
      make.setLong(2, clock.now().toEpochMilli());
      make.setInt(3, clock.delivers() ? 1 : 0);
      make.executeUpdate();
    }
  }
}
