package dev.chime.timer;

/** The order of a list. */
public enum ListOrder {
  /** From the smallest id, or the earliest deadline, on. */
  ASCENDING,
  /** From the greatest id, or the latest deadline, on. */
  DESCENDING
}
