package dev.chime.timer;

/** Where a timer stands. The first is left once and for all; the others are outcomes. */
public enum TimerState {
  /** Its deadline has not been reached, or not been acted on yet. */
  PENDING,
  /** Its deadline came and it was not cancelled before. */
  ELAPSED,
  /** It was cancelled before it elapsed. */
  CANCELLED,
  /** Its deadline came, but it was found later than its client can use. */
  SKIPPED
}
