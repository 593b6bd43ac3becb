package dev.chime.async;

/**
 * The handle of a spawned task: a future of the task's value, and the means to cancel it. Polling
 * throws {@link JoinException} if the task threw or was cancelled. {@linkplain #drop() Dropping} or
 * forgetting the handle leaves the task running. Thread-safe; one waiter at a time.
 *
 * @param <T> the type of the task's value
 */
public interface JoinHandle<T> extends Future<T> {

  /**
   * Asks for the task's future to be dropped instead of being polled again. Returns at once. If a
   * poll is running, it ends first; if it ends with a value, the task has completed after all.
   */
  void cancel();

  /** Whether the task has completed, failed or been cancelled. */
  boolean isDone();
}
