package dev.chime.web.access;

/**
 * How much a namespace may have and do; 0 for as much as the service can.
 *
 * @param maxPending the most pending timers
 * @param createsPerSecond how many timers may be created in a second, on average
 * @param createsBurst how many may be created at once
 * @param maxWaiters the most requests that wait
 */
public record Quota(long maxPending, long createsPerSecond, long createsBurst, int maxWaiters) {

  /** No limits. */
  public static final Quota NONE = new Quota(0, 0, 0, 0);
}
