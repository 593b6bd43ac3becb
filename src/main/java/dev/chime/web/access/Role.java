package dev.chime.web.access;

/** The role of a key: what it allows. */
public enum Role {
  /** Read timers and wait for them. */
  READ,
  /** Claim deliveries from queues and settle them, and nothing else. */
  WORK,
  /** Read, work, and create, change and cancel timers. */
  WRITE,
  /** Also make endpoints, and read the state of the service. */
  ADMIN,
  /** Read the metrics for Prometheus, and nothing else. */
  METRICS;

  /** Whether this role allows everything that the other role allows. */
  boolean includes(Role other) {
    return this == other || this == ADMIN || (this == WRITE && (other == READ || other == WORK));
  }
}
