package dev.chime.delivery.push;

import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.Settlement;
import dev.chime.timer.Millis;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Decides what is to become of a delivery after an attempt. Thread-safe. */
final class RetrySchedule {

  /** By which part of itself a pause is spread, to either side. */
  private static final double JITTER = 0.1;

  /** The longest {@code Retry-After} that is honoured. */
  private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

  private static final int GONE = 410;

  /** Answers of 4xx that may be others the next time: for one, when a receiver is back. */
  private static final Set<Integer> TRANSIENT_4XX = Set.of(408, GONE, 425, 429);

  private final DoubleSupplier random;

  /**
   * A schedule.
   *
   * @param random from 0 (included) to 1 (excluded)
   */
  RetrySchedule(DoubleSupplier random) {
    this.random = random;
  }

  /** Whether a receiver has said that it is no more. */
  static boolean isGone(CallResult result) {
    return result.status() != null && result.status() == GONE;
  }

  /**
   * What is to become of a delivery.
   *
   * @param attempt the number of the attempt, from 1
   */
  Settlement.Result after(CallResult result, int attempt, EndpointSettings settings, Instant now) {
    if (result.isSuccess()) {
      return new Settlement.Result.Delivered();
    }
    List<Duration> pauses = settings.retries();
    if (attempt > pauses.size() || (settings.permanent4xx() && isPermanent(result))) {
      return new Settlement.Result.Dead();
    }
    Duration pause = spread(pauses.get(attempt - 1));
    Duration asked = retryAfter(result.retryAfter(), now);
    return new Settlement.Result.Retry(
        Millis.ceil(now.plus(asked != null && asked.compareTo(pause) > 0 ? asked : pause)));
  }

  private static boolean isPermanent(CallResult result) {
    Integer status = result.status();
    return status != null && status >= 400 && status < 500 && !TRANSIENT_4XX.contains(status);
  }

  private Duration spread(Duration pause) {
    double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
    return Duration.ofMillis(Math.round(pause.toMillis() * factor));
  }

  /** Parses {@code Retry-After} (RFC 9110): seconds, or a date. Null if it is neither. */
  private static @Nullable Duration retryAfter(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    try {
      Duration asked =
          text.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }
}
