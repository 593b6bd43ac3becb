package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryState;
import dev.chime.schedule.OccurrenceId;
import dev.chime.schedule.ScheduleId;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A timer as clients see it. Times are RFC 3339 in UTC with milliseconds. Fields that do not apply
 * are left out.
 *
 * @param remaining the time that is left, as an ISO 8601 duration, while pending
 * @param latenessMs milliseconds from the deadline until it elapsed or was skipped
 * @param ifLate {@code skip}; left out for {@code fire}
 * @param deliver where it is delivered when it elapses
 * @param delivery what has become of its delivery, where one timer or a list is asked for
 * @param schedule the id of the schedule whose occurrence it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TimerResponse(
    String id,
    TimerState state,
    String deadline,
    String createdAt,
    @Nullable String elapsedAt,
    @Nullable String cancelledAt,
    @Nullable String skippedAt,
    @Nullable Long latenessMs,
    @Nullable String remaining,
    @Nullable String ifLate,
    @Nullable String maxLateness,
    @JsonRawValue @Nullable String payload,
    Map<String, String> labels,
    @Nullable DeliverField deliver,
    @Nullable DeliverySummary delivery,
    @Nullable String schedule,
    long version) {

  /**
   * What has become of the delivery of a timer.
   *
   * @param attempts how often it was begun
   * @param nextAttemptAt when it can be tried again, while pending
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DeliverySummary(
      String id, DeliveryState state, int attempts, @Nullable String nextAttemptAt) {

    private static DeliverySummary of(Delivery delivery) {
      Instant availableAt = delivery.availableAt();
      return new DeliverySummary(
          delivery.id().value(),
          delivery.state(),
          delivery.attempts(),
          delivery.state() == DeliveryState.PENDING && availableAt != null
              ? time(availableAt)
              : null);
    }
  }

  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  /** Returns the timer as seen at {@code now}. */
  static TimerResponse of(Timer timer, Instant now) {
    return of(timer, null, now);
  }

  /** Returns the timer with what has become of its delivery; null if that is not said. */
  static TimerResponse of(Timer timer, @Nullable Delivery delivery, Instant now) {
    Duration lateness = timer.lateness();
    ScheduleId schedule = OccurrenceId.scheduleOf(timer.id());
    return new TimerResponse(
        timer.id().value(),
        timer.state(),
        MILLIS.format(timer.deadline()),
        MILLIS.format(timer.createdAt()),
        timer.elapsedAt() == null ? null : MILLIS.format(timer.elapsedAt()),
        decidedAt(timer, TimerState.CANCELLED),
        decidedAt(timer, TimerState.SKIPPED),
        lateness == null ? null : lateness.toMillis(),
        timer.isPending() ? remaining(timer, now) : null,
        timer.maxLateness() == null ? null : LateFields.SKIP,
        timer.maxLateness() == null ? null : timer.maxLateness().toString(),
        timer.payload(),
        timer.labels(),
        DeliverField.of(timer.destination()),
        delivery == null ? null : DeliverySummary.of(delivery),
        schedule == null ? null : schedule.value(),
        timer.version());
  }

  /** Returns a time as clients see it. */
  static String time(Instant time) {
    return MILLIS.format(time);
  }

  private static @Nullable String decidedAt(Timer timer, TimerState state) {
    return timer.state() == state && timer.decidedAt() != null
        ? MILLIS.format(timer.decidedAt())
        : null;
  }

  private static String remaining(Timer timer, Instant now) {
    Duration remaining = Duration.between(now, timer.deadline());
    return (remaining.isNegative() ? Duration.ZERO : remaining)
        .truncatedTo(ChronoUnit.MILLIS)
        .toString();
  }
}
