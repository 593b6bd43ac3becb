package dev.chime.timer.service;

import dev.chime.timer.Timer;
import java.time.Duration;

/**
 * Is told what happens to timers in this process, for metrics. Each creation and each outcome is
 * told once, after the store has decided it. Called on any thread; must be quick and not throw.
 */
public interface TimerListener {

  /** A new timer was accepted. */
  void created(Timer timer);

  /**
   * A timer elapsed.
   *
   * @param lateness from when the timer was due until now; not rounded, unlike {@link
   *     Timer#lateness}
   */
  void elapsed(Timer timer, Duration lateness);

  /** A timer was skipped, because it would have elapsed too late for its client. */
  void skipped(Timer timer);

  /** A sweep has decided a timer, which is also told as elapsed or skipped. */
  void swept(Timer timer);

  /** A timer was rescheduled or changed otherwise. */
  void amended(Timer timer);

  /** A timer was due long ago and has not elapsed. */
  void overdue(Timer timer);

  /** A timer was cancelled. */
  void cancelled(Timer timer);
}
