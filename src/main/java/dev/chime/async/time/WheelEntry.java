package dev.chime.async.time;

/** A timer that can be in a {@link TimerWheel}. */
abstract class WheelEntry extends SharedState {

  static final int NO_NUMBER = -1;

  /** The number among the timers of the wheel, or {@link #NO_NUMBER}. Only the wheel uses it. */
  int number = NO_NUMBER;
}
