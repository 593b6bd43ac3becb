package dev.chime.timer;

import java.time.Duration;
import java.time.Instant;

/** How far a test clock is to be turned. It only goes forward. */
public sealed interface ClockTurn {

  /**
   * To a time.
   *
   * @param time the time
   */
  record To(Instant time) implements ClockTurn {}

  /**
   * By a duration. A turn by nothing gives what is due, and was left, its outcome.
   *
   * @param duration not negative
   */
  record By(Duration duration) implements ClockTurn {}

  /**
   * What a clock is to show at the end, in whole milliseconds.
   *
   * @param now what it shows
   * @throws ImpossibleTurnException if that is in its past, or after {@link Timer#LATEST}
   */
  default Instant target(Instant now) {
    Instant target =
        switch (this) {
          case To(Instant time) -> Millis.ceil(time);
          case By(Duration duration) -> Millis.ceil(now.plus(duration));
        };
    if (target.isBefore(now) || target.isAfter(Timer.LATEST)) {
      throw new ImpossibleTurnException(now);
    }
    return target;
  }
}
