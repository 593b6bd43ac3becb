package dev.chime.store.row;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryState;
import dev.chime.timer.Timer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Converts deliveries to database columns and back. */
public final class DeliveryRow {

  private static final DeliveryState[] STATES = {
    DeliveryState.PENDING, DeliveryState.LEASED, DeliveryState.DELIVERED, DeliveryState.DEAD
  };

  private DeliveryRow() {}

  /** The number of a state in the database. */
  public static int code(DeliveryState state) {
    return switch (state) {
      case PENDING -> 0;
      case LEASED -> 1;
      case DELIVERED -> 2;
      case DEAD -> 3;
    };
  }

  /** The state with this number in the database. */
  static DeliveryState state(int code) {
    return STATES[code];
  }

  /** Reads the delivery of a row whose first columns are {@link DeliverySql#COLUMNS}. */
  public static Delivery read(ResultSet row) throws SQLException {
    Timer timer = TimerRow.read(row);
    return new Delivery(
        new DeliveryId(timer.id().namespace(), row.getString(14)),
        timer,
        state(row.getInt(15)),
        row.getInt(16),
        time(row, 17),
        row.getString(18),
        time(row, 19));
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  /** Sets two parameters: namespace at {@code index}, id at the next one. */
  public static void setId(PreparedStatement statement, int index, DeliveryId id)
      throws SQLException {
    statement.setString(index, id.namespace().name());
    statement.setString(index + 1, id.value());
  }
}
