package dev.chime.store.row;

import dev.chime.timer.IdempotencyKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A row of table {@code clock_turns}, in both SQLite and PostgreSQL: a turn of a test clock whose
 * request had an idempotency key.
 *
 * @param fingerprint of the request
 * @param now where the clock stood at the end
 * @param target where it was to be turned to
 * @param outcomes how many timers got their outcomes
 * @param more whether more were left
 */
public record ClockTurnRow(
    String fingerprint, Instant now, Instant target, int outcomes, boolean more) {

  private static final String FIND =
      "SELECT fingerprint, now, target, outcomes, more FROM clock_turns"
          + " WHERE namespace = ? AND request_key = ?";

  private static final String PURGE = "DELETE FROM clock_turns WHERE turned_at < ?";

  /** Finds the turn of a request; empty if there was none with its key. */
  public static Optional<ClockTurnRow> find(Connection connection, IdempotencyKey key)
      throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, key.namespace().name());
      find.setString(2, key.value());
      try (ResultSet row = find.executeQuery()) {
        return row.next()
            ? Optional.of(
                new ClockTurnRow(
                    row.getString(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    Instant.ofEpochMilli(row.getLong(3)),
                    row.getInt(4),
                    row.getInt(5) == 1))
            : Optional.empty();
      }
    }
  }

  /** Deletes the rows of turns before a real time. */
  public static void purge(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement purge = connection.prepareStatement(PURGE)) {
      purge.setLong(1, before.toEpochMilli());
      purge.executeUpdate();
    }
  }
}
