package dev.chime.async;

/**
 * Thrown if the executor refuses a task, because it is full or accepts no more tasks. The task's
 * future was never polled, and has been dropped.
 */
public final class RejectedSpawnException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean full;

  private RejectedSpawnException(String message, boolean full) {
    super(message, null, false, false); // no stack trace, because it is thrown often under load
    this.full = full;
  }

  static RejectedSpawnException full(int capacity) {
    return new RejectedSpawnException("the shard already has " + capacity + " tasks", true);
  }

  static RejectedSpawnException closed() {
    return new RejectedSpawnException("the executor takes no more tasks", false);
  }

  /** Whether the executor is full. If so, it makes sense to try again later. */
  public boolean isFull() {
    return full;
  }
}
