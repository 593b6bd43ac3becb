package dev.chime.timer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Rounding to whole milliseconds. All times of timers are whole milliseconds. */
public final class Millis {

  private Millis() {}

  /** Rounds a time down. For a time at which something has happened. */
  public static Instant floor(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Rounds a time up. For a time before which something must not happen. */
  public static Instant ceil(Instant time) {
    Instant floor = floor(time);
    return floor.equals(time) ? floor : floor.plusMillis(1);
  }

  /** Rounds a duration up. */
  public static Duration ceil(Duration duration) {
    return Duration.ofMillis(duration.plusNanos(999_999).toMillis());
  }
}
