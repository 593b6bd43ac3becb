package dev.chime.schedule;

/** The states of a schedule. */
public enum ScheduleState {
  /** Its next occurrence is pending. */
  ACTIVE,
  /** It has no occurrences until it is resumed. */
  PAUSED,
  /** It has no instants left. */
  ENDED
}
