package dev.chime.store.row;

import dev.chime.timer.Destination;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.Traceparent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Converts timers to database columns and back. */
public final class TimerRow {

  private static final TimerState[] STATES = {
    TimerState.PENDING, TimerState.ELAPSED, TimerState.CANCELLED, TimerState.SKIPPED
  };

  private TimerRow() {}

  /** The number of a state in the database. */
  public static int code(TimerState state) {
    return switch (state) {
      case PENDING -> 0;
      case ELAPSED -> 1;
      case CANCELLED -> 2;
      case SKIPPED -> 3;
    };
  }

  /** Reads the timer of a row whose first columns are {@link Sql#COLUMNS}. */
  public static Timer read(ResultSet row) throws SQLException {
    long decidedAt = row.getLong(8);
    Instant decided = row.wasNull() ? null : Instant.ofEpochMilli(decidedAt);
    return new Timer(
        new TimerId(namespace(row.getString(1)), row.getString(2)),
        STATES[row.getInt(3)],
        Instant.ofEpochMilli(row.getLong(4)),
        Instant.ofEpochMilli(row.getLong(5)),
        Instant.ofEpochMilli(row.getLong(6)),
        millis(row, 7),
        decided,
        row.getString(10),
        LabelsText.parse(row.getString(11)),
        destination(row.getString(12)),
        Traceparent.parse(row.getString(13)),
        Math.max(1, row.getLong(9)));
  }

  /** The namespace with this name. Does not create a new object for the default namespace. */
  public static Namespace namespace(String name) {
    return name.equals(Namespace.DEFAULT.name()) ? Namespace.DEFAULT : new Namespace(name);
  }

  /** The destination with this text; null if there is none. */
  public static @Nullable Destination destination(@Nullable String text) {
    return text == null ? null : Destination.parse(text);
  }

  /** The text of a destination; null stays null. */
  public static @Nullable String text(@Nullable Destination destination) {
    return destination == null ? null : destination.text();
  }

  /** The text of a place in a trace; null stays null. */
  public static @Nullable String text(@Nullable Traceparent traceparent) {
    return traceparent == null ? null : traceparent.text();
  }

  /** Reads a duration from a column of milliseconds, or null. */
  public static @Nullable Duration millis(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Duration.ofMillis(millis);
  }

  /** Converts a duration to milliseconds; null stays null. */
  public static @Nullable Long toMillis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  /** Converts a time to milliseconds since the epoch; null stays null. */
  public static @Nullable Long toMillis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  /** Sets two parameters: namespace at {@code index}, id at the next one. */
  public static void setId(PreparedStatement statement, int index, TimerId id) throws SQLException {
    statement.setString(index, id.namespace().name());
    statement.setString(index + 1, id.value());
  }

  /** Sets a parameter to a duration in milliseconds, or to null. */
  public static void setMillis(PreparedStatement statement, int index, @Nullable Duration millis)
      throws SQLException {
    if (millis == null) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, millis.toMillis());
    }
  }
}
