package dev.chime.store.row;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.Settlement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a settlement writes to the row of its delivery.
 *
 * @param state the number of the state
 * @param availableAt when it can be claimed, in milliseconds since the epoch; null if it has ended
 * @param finishedAt when it has ended; null if it has not
 * @param attempt the line that is added to its attempts; null for none
 */
public record SettlementRow(
    int state, @Nullable Long availableAt, @Nullable Long finishedAt, @Nullable String attempt) {

  /** What a settlement at this time writes. */
  public static SettlementRow of(Settlement settlement, Instant now) {
    String attempt = AttemptsText.line(settlement.attempt());
    return switch (settlement.result()) {
      case Settlement.Result.Delivered() -> ended(DeliveryState.DELIVERED, now, attempt);
      case Settlement.Result.Dead() -> ended(DeliveryState.DEAD, now, attempt);
      case Settlement.Result.Retry(Instant at) -> open(DeliveryState.PENDING, at, attempt);
      case Settlement.Result.Extended(Instant until) -> open(DeliveryState.LEASED, until, attempt);
    };
  }

  private static SettlementRow ended(DeliveryState state, Instant now, @Nullable String attempt) {
    return new SettlementRow(DeliveryRow.code(state), null, now.toEpochMilli(), attempt);
  }

  private static SettlementRow open(DeliveryState state, Instant at, @Nullable String attempt) {
    return new SettlementRow(DeliveryRow.code(state), at.toEpochMilli(), null, attempt);
  }

  /** The delivery after this was written, in place of how it was before. */
  public Delivery appliedTo(Delivery leased) {
    DeliveryState now = DeliveryRow.state(state);
    return new Delivery(
        leased.id(),
        leased.timer(),
        now,
        leased.attempts(),
        time(availableAt),
        now == DeliveryState.LEASED ? leased.token() : null,
        time(finishedAt));
  }

  private static @Nullable Instant time(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
