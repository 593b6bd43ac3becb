package dev.chime.schedule;

/** What becomes of an occurrence while the one before is still being delivered. */
public enum Overlap {
  /** It elapses. */
  ALLOW,
  /** It is skipped. */
  SKIP
}
