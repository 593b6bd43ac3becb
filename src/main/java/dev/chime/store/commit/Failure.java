package dev.chime.store.commit;

/** What it means that the database has failed. */
public enum Failure {
  /** There is no room left; there may be some later. */
  FULL,
  /**
   * What is on disk is not what was written, or may not be: after a failed fsync the operating
   * system may take its cache for clean, so that trying again proves nothing. Only a restart, which
   * reads what is really there, helps.
   */
  BROKEN,
  /** The file is not a database, or not a sound one. */
  CORRUPT,
  /** Somebody else was faster, and things may stand otherwise now. */
  CONFLICT,
  /** Somebody else holds a lock, and takes their time. */
  LOCKED,
  /** The database cannot be reached, or does not take anything at present. */
  UNAVAILABLE,
  /** Something about the statement or the moment. */
  OTHER
}
