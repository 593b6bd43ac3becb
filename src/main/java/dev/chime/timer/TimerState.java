package dev.chime.timer;

/** The state of a timer. The first state is where every timer starts; the others are outcomes. */
public enum TimerState {
  /** It has no outcome yet. */
  PENDING,
  /** Its deadline was reached. */
  ELAPSED,
  /** It was cancelled before its deadline. */
  CANCELLED,
  /** Its deadline was reached, but the service was later than the timer's {@code maxLateness}. */
  SKIPPED
}
