package dev.chime.store.postgres;

import dev.chime.delivery.DeliveryId;
import dev.chime.store.row.LabelsText;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Timer;
import java.time.Instant;

/** The columns of deliveries that are new. */
final class DeliveryColumns {

  private DeliveryColumns() {}

  /** Columns without rows. */
  static Columns empty() {
    return new Columns(
        "text", "text", "text", "bigint", "text", "bigint", "bigint", "bigint", "bigint", "bigint",
        "bigint", "text", "text", "text");
  }

  /**
   * Adds the delivery of a timer that has elapsed.
   *
   * @param availableAt when it can be claimed
   */
  static void add(Columns columns, Timer timer, Instant availableAt) {
    columns.add(
        timer.id().namespace().name(),
        DeliveryId.of(timer).value(),
        TimerRow.text(timer.destination()),
        availableAt.toEpochMilli(),
        timer.id().value(),
        timer.deadline().toEpochMilli(),
        timer.createdAt().toEpochMilli(),
        timer.dueAt().toEpochMilli(),
        TimerRow.toMillis(timer.maxLateness()),
        TimerRow.toMillis(timer.decidedAt()),
        timer.version(),
        timer.payload(),
        LabelsText.of(timer.labels()),
        TimerRow.text(timer.traceparent()));
  }
}
