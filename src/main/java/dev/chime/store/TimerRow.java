package dev.chime.store;

import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Reads timers from rows with the columns that {@link Sql} asks for. */
final class TimerRow {

  private static final TimerState[] STATES = {
    TimerState.PENDING, TimerState.ELAPSED, TimerState.CANCELLED
  };

  private TimerRow() {}

  static Timer read(ResultSet row) throws SQLException {
    long elapsedAt = row.getLong(5);
    Instant elapsed = row.wasNull() ? null : Instant.ofEpochMilli(elapsedAt);
    return new Timer(
        new TimerId(row.getString(1)),
        STATES[row.getInt(2)],
        Instant.ofEpochMilli(row.getLong(3)),
        Instant.ofEpochMilli(row.getLong(4)),
        elapsed,
        row.getString(7),
        LabelsText.parse(row.getString(8)),
        row.getLong(6));
  }

  /** The timer that a request created, as it was then. */
  static Timer readCreated(ResultSet row) throws SQLException {
    return new Timer(
        new TimerId(row.getString(2)),
        TimerState.PENDING,
        Instant.ofEpochMilli(row.getLong(3)),
        Instant.ofEpochMilli(row.getLong(4)),
        null,
        row.getString(5),
        LabelsText.parse(row.getString(6)),
        1);
  }
}
