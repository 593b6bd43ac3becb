package dev.chime.timer;

/** The state of a timer. The first is left once and for all; the others are outcomes. */
public enum TimerState {
  /** It has no outcome yet. */
  PENDING,
  /** Its deadline has come. */
  ELAPSED,
  /** It was cancelled in time. */
  CANCELLED,
  /** Its deadline has come, but too long ago for its client. */
  SKIPPED
}
