package dev.chime.delivery.push;

import dev.chime.timer.Timer;
import java.time.Instant;

/** Writes the events that endpoints receive. Thread-safe. */
public interface EventBody {

  /**
   * The event of a timer that has elapsed, as JSON.
   *
   * @param at the time of the event
   */
  String elapsed(Timer timer, Instant at);

  /** An event that only tries whether an endpoint can be reached, as JSON. */
  String test(Instant at);
}
