package dev.chime.store.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The processes that share a database. Each process regularly updates its row in table {@code
 * nodes}. This heartbeat also reads the database's clock. Not thread-safe.
 */
final class Membership {

  /** A process whose last heartbeat is older is considered gone. */
  private static final String GONE = "interval '2 seconds'";

  private static final String HEARTBEAT =
      """
      WITH beaten AS (
        INSERT INTO nodes AS n (id, seen) VALUES (?, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET seen = excluded.seen),
      forgotten AS (
        DELETE FROM nodes WHERE id IN (
          SELECT id FROM nodes WHERE seen < clock_timestamp() - interval '1 minute'
          FOR UPDATE SKIP LOCKED))
      SELECT floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
        ARRAY(SELECT id FROM nodes WHERE id <> ? AND seen > clock_timestamp() - %s)\
      """
          .formatted(GONE);

  private static final String LEAVE = "DELETE FROM nodes WHERE id = ?";

  private final String self;
  private List<String> others = List.of();

  /** Creates the membership of the process with this name. */
  Membership(String self) {
    this.self = self;
  }

  /** The name of this process. */
  String self() {
    return self;
  }

  /** The names of the other processes, as of the last heartbeat. */
  List<String> others() {
    return others;
  }

  /** Sends a heartbeat, finds the other processes, and adds a sample to the clock. */
  void sendHeartbeat(Connection connection, DatabaseClock clock) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HEARTBEAT)) {
      statement.setString(1, self);
      statement.setString(2, self);
      long before = System.nanoTime();
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long nanos = System.nanoTime();
        clock.add(Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS), nanos, nanos - before);
        Array names = row.getArray(2);
        others = List.of((String[]) names.getArray());
      }
    }
  }

  /** Removes this process, so that the others need not wait until it is considered gone. */
  void leave(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LEAVE)) {
      statement.setString(1, self);
      statement.executeUpdate();
    }
  }
}
