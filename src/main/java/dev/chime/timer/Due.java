package dev.chime.timer;

import java.time.Duration;
import java.time.Instant;

/** The time at which a timer is to elapse, in the form that the client has chosen. */
public sealed interface Due {

  /**
   * A delay that starts when the timer is accepted.
   *
   * @param delay not negative
   */
  record After(Duration delay) implements Due {}

  /**
   * A point in time. If it has passed, the timer elapses at once.
   *
   * @param at the time
   */
  record At(Instant at) implements Due {}

  /**
   * The creation time of a timer that is accepted at {@code now}, rounded to a whole millisecond.
   * It is rounded up if a delay starts with it, so that deadline minus creation time is exactly the
   * delay. Otherwise it is rounded down.
   */
  default Instant acceptedAt(Instant now) {
    return this instanceof After ? Millis.ceil(now) : Millis.floor(now);
  }

  /**
   * The deadline of a timer that is accepted at {@code now}, rounded up to a whole millisecond. So
   * it is never earlier than the client asked for.
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
