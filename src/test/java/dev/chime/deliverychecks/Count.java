package dev.chime.deliverychecks;

/** What is counted of deliveries. */
enum Count {
  /** Timers that have elapsed, and have a {@code deliver}. */
  ELAPSED,
  /** Their deliveries that were carried out before all servers and receivers were well again. */
  DELIVERED,
  /** Those that were dead then. */
  DEAD,
  /** Those that were pending then, or leased. */
  OPEN,
  /** Those of them that were never received until then. */
  OPEN_AND_NEVER_RECEIVED,
  /** Those that were dead in the end; all others were carried out. */
  DEAD_IN_THE_END,
  /** Calls. */
  CALLS,
  /** Calls that follow one that was not answered with 200. */
  CALLS_AFTER_FAILURES,
  /** Calls that follow one that was answered with 200 when something was done to servers. */
  CALLS_AFTER_TROUBLE,
  /** Calls that follow one that was answered with 200, but too late. */
  CALLS_AFTER_TIMEOUTS,
  /** Leases that workers were given. */
  LEASES,
  /** Those of them whose workers have died, as it were. */
  LEASES_DROPPED,
  /** Leases that follow one that was given back. */
  LEASES_AFTER_NACKS,
  /** Leases that follow one that had ended. */
  LEASES_AFTER_ENDS
}
