package dev.chime.store.commit;

/** What an error of the database means. */
public enum Failure {
  /** There is no room left. There may be some later. */
  FULL,
  /**
   * The disk may not hold what was written. After a failed fsync the operating system may drop the
   * data from its cache and report success the next time, so another try proves nothing. Only a
   * restart helps: it reads what the disk really holds.
   */
  BROKEN,
  /** The file is not a database, or is damaged. */
  CORRUPT,
  /** Another process has changed the same row first. The next try sees that change. */
  CONFLICT,
  /** Another transaction holds a lock for too long. */
  LOCKED,
  /** The database cannot be reached, or takes no writes at present. */
  UNAVAILABLE,
  /** Something about one of the statements. */
  OTHER
}
