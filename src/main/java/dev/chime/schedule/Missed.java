package dev.chime.schedule;

/** What becomes of instants that have passed before their occurrences could be made. */
public enum Missed {
  /** The occurrence that is late stands for them all. */
  ONE,
  /** Each has its occurrence, one after another, up to a limit. */
  ALL,
  /** They have no occurrences, and one that is more than a minute late is skipped. */
  NONE
}
