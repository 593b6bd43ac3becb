package dev.chime.timer;

import java.time.Instant;

/**
 * The clock of a test namespace: it stands still until it is turned. Immutable.
 *
 * @param namespace the namespace whose timers and schedules go by it
 * @param now what it shows, in whole milliseconds
 * @param delivers whether timers of the namespace are delivered when they elapse
 */
public record TestClock(Namespace namespace, Instant now, boolean delivers) {

  /** This clock, showing another time. */
  public TestClock at(Instant time) {
    return new TestClock(namespace, time, delivers);
  }
}
