package dev.chime.web.access;

/**
 * The limits of one namespace; 0 means no limit.
 *
 * @param maxPending the most pending timers
 * @param createsPerSecond the most timers created in a second, on average
 * @param createsBurst the most timers created at once
 * @param maxWaiters the most waiting requests
 */
public record Quota(long maxPending, long createsPerSecond, long createsBurst, int maxWaiters) {

  /** No limits. */
  public static final Quota NONE = new Quota(0, 0, 0, 0);
}
