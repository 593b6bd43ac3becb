package dev.chime.async;

/**
 * The executor refuses a task, because it is full or takes no more tasks. The task's future has
 * been dropped, and was never polled.
 */
public final class RejectedSpawnException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean full;

  private RejectedSpawnException(String message, boolean full) {
    super(message, null, false, false); // thrown often, under load: no stack trace
    this.full = full;
  }

  static RejectedSpawnException full(int capacity) {
    return new RejectedSpawnException("the shard already has " + capacity + " tasks", true);
  }

  static RejectedSpawnException closed() {
    return new RejectedSpawnException("the executor takes no more tasks", false);
  }

  /** Whether the executor is only full at present: then it makes sense to try again later. */
  public boolean isFull() {
    return full;
  }
}
