package dev.chime.timer;

import java.time.Duration;
import java.time.Instant;

/** When a timer is to elapse, as the client has said it. */
public sealed interface Due {

  /**
   * This long after the timer is accepted.
   *
   * @param delay not negative
   */
  record After(Duration delay) implements Due {}

  /**
   * At this time, or at once if it has passed.
   *
   * @param at the time
   */
  record At(Instant at) implements Due {}

  /**
   * When a timer counts as accepted that is accepted at {@code now}: a whole millisecond. A delay
   * starts with it, so then it is rounded up, and the deadline is later by the delay to the digit.
   */
  default Instant acceptedAt(Instant now) {
    return this instanceof After ? Millis.ceil(now) : Millis.floor(now);
  }

  /**
   * The deadline of a timer that is accepted at {@code now}: a whole millisecond, rounded up so
   * that it is never before what was asked for.
   *
   * @throws BeyondHorizonException if it is farther away than {@link Timer#HORIZON}, or after
   *     {@link Timer#LATEST}
   */
  default Instant deadline(Instant now) {
    Instant accepted = acceptedAt(now);
    Instant asked =
        switch (this) {
          case After(Duration delay) ->
              delay.compareTo(Timer.HORIZON) > 0 ? Instant.MAX : accepted.plus(delay);
          case At(Instant at) -> at;
        };
    if (asked.isAfter(accepted.plus(Timer.HORIZON)) || asked.isAfter(Timer.LATEST)) {
      throw new BeyondHorizonException(this);
    }
    return Millis.ceil(asked);
  }
}
