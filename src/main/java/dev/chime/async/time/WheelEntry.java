package dev.chime.async.time;

/** A timer that can be in a {@link TimerWheel}. */
abstract class WheelEntry extends SharedState {

  static final int NOWHERE = -1;

  /** Its number among the timers of its wheel, or {@link #NOWHERE}. Only for the wheel. */
  int number = NOWHERE;
}
