package dev.chime.store.row;

import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Reads rows of table {@code requests}: requests with an idempotency key that created a timer. */
public final class RequestRow {

  private RequestRow() {}

  /**
   * Reads the timer as it was when the request created it.
   *
   * @param row a row with the columns fingerprint, timer_id, deadline, created_at, max_lateness,
   *     payload, labels, deliver, in this order
   */
  public static Timer created(Namespace namespace, ResultSet row) throws SQLException {
    Instant deadline = Instant.ofEpochMilli(row.getLong(3));
    Instant createdAt = Instant.ofEpochMilli(row.getLong(4));
    return new Timer(
        new TimerId(namespace, row.getString(2)),
        TimerState.PENDING,
        deadline,
        createdAt,
        deadline.isAfter(createdAt) ? deadline : createdAt,
        TimerRow.millis(row, 5),
        null,
        row.getString(6),
        LabelsText.parse(row.getString(7)),
        TimerRow.destination(row.getString(8)),
        null, // it is not part of the answer
        1);
  }
}
