package dev.chime.async;

/**
 * The executor refuses a task: it is full, or it takes no more. The task's future has been dropped
 * without a poll.
 */
public final class RejectedSpawnException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean full;

  private RejectedSpawnException(String message, boolean full) {
    super(message, null, false, false); // says "not now", often: no stack trace
    this.full = full;
  }

  static RejectedSpawnException full(int capacity) {
    return new RejectedSpawnException("the shard already has " + capacity + " tasks", true);
  }

  static RejectedSpawnException closed() {
    return new RejectedSpawnException("the executor takes no more tasks", false);
  }

  /** Whether there is merely no room at present, so that trying again later makes sense. */
  public boolean isFull() {
    return full;
  }
}
