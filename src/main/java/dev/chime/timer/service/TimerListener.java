package dev.chime.timer.service;

import dev.chime.timer.Timer;
import java.time.Duration;

/**
 * Is told of every timer's beginning and outcome, once each, after the store has decided. Called on
 * whatever thread brings the news; must be quick and not throw.
 */
public interface TimerListener {

  /** A new timer was accepted. */
  void created(Timer timer);

  /**
   * A timer elapsed.
   *
   * @param lateness from when it could have to when the store had decided it; unlike the timer's
   *     own not rounded
   */
  void elapsed(Timer timer, Duration lateness);

  /** A timer came due too late for its client. */
  void skipped(Timer timer);

  /** A timer has elapsed, or was skipped, because a sweep came across it; also told of as such. */
  void swept(Timer timer);

  /** A timer was rescheduled, or else changed. */
  void amended(Timer timer);

  /** A timer has not elapsed although it was due long ago. */
  void overdue(Timer timer);

  /** A timer was cancelled. */
  void cancelled(Timer timer);
}
