package dev.chime.store.postgres;

import dev.chime.store.commit.ClockWrites;
import dev.chime.store.commit.CountsDelta;
import dev.chime.store.row.ClockTurnRow;
import dev.chime.store.row.Sql;
import dev.chime.store.row.TestClockRow;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClock;
import dev.chime.timer.Timer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The test clocks of a transaction: read when they are needed, and turned with the timers, by one
 * statement. Not thread-safe.
 */
final class PostgresClocks implements ClockWrites {

  /** The timers of a transaction. */
  interface Timers {

    /** Reads rows, unless they are there, with what their timers need. The timers as they stand. */
    List<Timer> load(List<RowChange> rows) throws SQLException;
  }

  /**
   * A clock in a transaction.
   *
   * @param seen what it showed when it was read
   */
  private record Entry(TestClock clock, Instant seen) {}

  private record Keyed(IdempotencyKey key, ClockTurnRow turn, Instant turnedAt) {}

  private final Connection connection;
  private final CountsDelta delta;
  private final Timers timers;
  private final Map<Namespace, Entry> entries = new HashMap<>();
  private final List<Keyed> recorded = new ArrayList<>();

  /**
   * Reads over a connection.
   *
   * @param delta has an entry for each namespace with something to write
   */
  PostgresClocks(Connection connection, CountsDelta delta, Timers timers) {
    this.connection = connection;
    this.delta = delta;
    this.timers = timers;
  }

  /** Forgets what was read in the transaction before. */
  void begin() {
    entries.clear();
    recorded.clear();
  }

  @Override
  public @Nullable TestClock find(Namespace namespace) throws SQLException {
    Entry known = entries.get(namespace);
    if (known != null) {
      return known.clock();
    }
    TestClock read = TestClockRow.find(connection, namespace).orElse(null);
    if (read != null) {
      entries.put(namespace, new Entry(read, read.now()));
    }
    return read;
  }

  @Override
  public void make(TestClock clock) throws SQLException {
    TestClockRow.make(connection, clock);
    entries.remove(clock.namespace());
  }

  @Override
  public void turn(TestClock before, Instant now) {
    entries.computeIfPresent(
        before.namespace(), (_, entry) -> new Entry(before.at(now), entry.seen()));
    touch(before.namespace());
  }

  private void touch(Namespace namespace) {
    delta.add(namespace, before -> before);
  }

  @Override
  public @Nullable ClockTurnRow turnOf(IdempotencyKey key) throws SQLException {
    for (Keyed each : recorded) {
      if (each.key().namespace().equals(key.namespace())
          && each.key().value().equals(key.value())) {
        return each.turn();
      }
    }
    return ClockTurnRow.find(connection, key).orElse(null);
  }

  @Override
  public void record(IdempotencyKey key, ClockTurnRow turn, Instant turnedAt) {
    recorded.add(new Keyed(key, turn, turnedAt));
    touch(key.namespace());
  }

  @Override
  public void purgeTurns(Instant before) throws SQLException {
    ClockTurnRow.purge(connection, before);
  }

  @Override
  public List<Timer> due(Namespace namespace, Instant until, int limit) throws SQLException {
    List<RowChange> rows = new ArrayList<>();
    try (PreparedStatement due = connection.prepareStatement(Sql.DUE)) {
      due.setString(1, namespace.name());
      due.setLong(2, until.toEpochMilli());
      due.setInt(3, limit);
      try (ResultSet found = due.executeQuery()) {
        while (found.next()) {
          rows.add(RowChange.of(found));
        }
      }
    }
    return timers.load(rows).stream()
        .filter(timer -> timer.isPending() && timer.isDue(until))
        .toList();
  }

  /** Adds all changes to a statement. */
  void write(WriteStatement statement) {
    Columns turned = new Columns("text", "bigint", "bigint");
    entries.forEach(
        (namespace, entry) -> {
          if (!entry.seen().equals(entry.clock().now())) {
            turned.add(
                namespace.name(), entry.seen().toEpochMilli(), entry.clock().now().toEpochMilli());
          }
        });
    Columns turns =
        new Columns("text", "text", "text", "bigint", "bigint", "bigint", "int2", "bigint");
    for (Keyed each : recorded) {
      ClockTurnRow turn = each.turn();
      turns.add(
          each.key().namespace().name(),
          each.key().value(),
          turn.fingerprint(),
          turn.now().toEpochMilli(),
          turn.target().toEpochMilli(),
          (long) turn.outcomes(),
          (short) (turn.more() ? 1 : 0),
          each.turnedAt().toEpochMilli());
    }
    statement.turnClocks(turned);
    statement.recordTurns(turns);
  }
}
