package dev.chime.web.access;

/** What the holder of a key may do. */
public enum Role {
  /** Look at timers and wait for them. */
  READ,
  /** Also create, change and cancel them. */
  WRITE,
  /** Also look at how the service does. */
  ADMIN,
  /** Fetch the figures for Prometheus, and nothing else. */
  METRICS;

  /** Whether this role may do what that one may. */
  boolean includes(Role other) {
    return this == other || this == ADMIN || (this == WRITE && other == READ);
  }
}
