package dev.chime.store.sqlite;

import dev.chime.store.commit.ClockWrites;
import dev.chime.store.row.ClockTurnRow;
import dev.chime.store.row.Sql;
import dev.chime.store.row.TestClockRow;
import dev.chime.store.row.TimerReads;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClock;
import dev.chime.timer.Timer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes tables {@code test_clocks} and {@code clock_turns}. Not thread-safe. */
final class SqliteClocks implements ClockWrites {

  private static final String TURN = "UPDATE test_clocks SET now = ? WHERE namespace = ?";

  private static final String RECORD =
      "INSERT INTO clock_turns (namespace, request_key, fingerprint, now, target, outcomes, more,"
          + " turned_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private final Connection connection;

  SqliteClocks(Connection connection) {
    this.connection = connection;
  }

  @Override
  public @Nullable TestClock find(Namespace namespace) throws SQLException {
    return TestClockRow.find(connection, namespace).orElse(null);
  }

  @Override
  public void make(TestClock clock) throws SQLException {
    TestClockRow.make(connection, clock);
  }

  @Override
  public void turn(TestClock before, Instant now) throws SQLException {
    try (PreparedStatement turn = connection.prepareStatement(TURN)) {
      turn.setLong(1, now.toEpochMilli());
      turn.setString(2, before.namespace().name());
      turn.executeUpdate();
    }
  }

  @Override
  public @Nullable ClockTurnRow turnOf(IdempotencyKey key) throws SQLException {
    return ClockTurnRow.find(connection, key).orElse(null);
  }

  @Override
  public void record(IdempotencyKey key, ClockTurnRow turn, Instant turnedAt) throws SQLException {
    try (PreparedStatement record = connection.prepareStatement(RECORD)) {
      record.setString(1, key.namespace().name());
      record.setString(2, key.value());
      record.setString(3, turn.fingerprint());
      record.setLong(4, turn.now().toEpochMilli());
      record.setLong(5, turn.target().toEpochMilli());
      record.setInt(6, turn.outcomes());
      record.setInt(7, turn.more() ? 1 : 0);
      record.setLong(8, turnedAt.toEpochMilli());
      record.executeUpdate();
    }
  }

  @Override
  public void purgeTurns(Instant before) throws SQLException {
    ClockTurnRow.purge(connection, before);
  }

  @Override
  public List<Timer> due(Namespace namespace, Instant until, int limit) throws SQLException {
    try (PreparedStatement due = connection.prepareStatement(Sql.DUE)) {
      due.setString(1, namespace.name());
      due.setLong(2, until.toEpochMilli());
      due.setInt(3, limit);
      return TimerReads.read(due);
    }
  }
}
