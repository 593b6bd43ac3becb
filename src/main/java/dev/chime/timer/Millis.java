package dev.chime.timer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Rounds to whole milliseconds: all times of timers are whole milliseconds. */
public final class Millis {

  private Millis() {}

  /** The millisecond that {@code time} lies in: for what has happened. */
  public static Instant floor(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The first millisecond not before {@code time}: for what must not happen earlier. */
  public static Instant ceil(Instant time) {
    Instant floor = floor(time);
    return floor.equals(time) ? floor : floor.plusMillis(1);
  }

  /** The shortest time in whole milliseconds that is no shorter. */
  public static Duration ceil(Duration duration) {
    return Duration.ofMillis(duration.plusNanos(999_999).toMillis());
  }
}
