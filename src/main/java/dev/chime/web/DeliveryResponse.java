package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.delivery.Attempt;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as clients see it. Its token is not shown: only who has claimed it knows it. Fields
 * that do not apply are left out.
 *
 * @param attempts how often it was begun
 * @param nextAttemptAt when it can be tried again, while pending
 * @param leaseEndsAt until when somebody is carrying it out, while leased
 * @param timer the timer as it elapsed
 * @param history the last attempts, where one delivery is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryResponse(
    String id,
    DeliveryState state,
    int attempts,
    @Nullable String nextAttemptAt,
    @Nullable String leaseEndsAt,
    @Nullable String deliveredAt,
    @Nullable String deadAt,
    TimerResponse timer,
    @Nullable List<Made> history) {

  /**
   * An attempt.
   *
   * @param attempt 1 for the first one
   * @param tookMs how many milliseconds it took
   * @param status the status of the answer; left out if there was none
   * @param answer the beginning of the answer
   * @param error what went wrong
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Made(
      int attempt,
      String at,
      long tookMs,
      @Nullable Integer status,
      @Nullable String answer,
      @Nullable String error) {

    static Made of(Attempt attempt) {
      return new Made(
          attempt.number(),
          TimerResponse.time(attempt.at()),
          attempt.took().toMillis(),
          attempt.status(),
          attempt.answer(),
          attempt.error());
    }
  }

  /** Returns a delivery as seen at {@code now}. */
  static DeliveryResponse of(Delivery delivery, Instant now) {
    return of(delivery, null, now);
  }

  /** Returns a delivery with its attempts. */
  static DeliveryResponse of(Delivery delivery, @Nullable List<Attempt> attempts, Instant now) {
    return new DeliveryResponse(
        delivery.id().value(),
        delivery.state(),
        delivery.attempts(),
        time(delivery, DeliveryState.PENDING, delivery.availableAt()),
        time(delivery, DeliveryState.LEASED, delivery.availableAt()),
        time(delivery, DeliveryState.DELIVERED, delivery.finishedAt()),
        time(delivery, DeliveryState.DEAD, delivery.finishedAt()),
        TimerResponse.of(delivery.timer(), now),
        attempts == null ? null : attempts.stream().map(Made::of).toList());
  }

  private static @Nullable String time(
      Delivery delivery, DeliveryState state, @Nullable Instant time) {
    return delivery.state() == state && time != null ? TimerResponse.time(time) : null;
  }
}
