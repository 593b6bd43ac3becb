package dev.chime.timer;

/**
 * Is told of every timer's beginning and outcome, once each, after the store has decided. Called on
 * whatever thread brings the news; must be quick and not throw.
 */
public interface TimerListener {

  /** A new timer was accepted. */
  void created(Timer timer);

  /** A timer elapsed. */
  void elapsed(Timer timer);

  /** A timer was cancelled. */
  void cancelled(Timer timer);
}
