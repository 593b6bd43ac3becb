package dev.chime.async;

/**
 * A spawned task as its spawner sees it: a future of its value, and the means to cancel it. Polling
 * throws {@link JoinException} if the task threw or was cancelled. Letting go of the handle, or
 * {@linkplain #drop() dropping} it, leaves the task running. Thread-safe; one waiter at a time.
 *
 * @param <T> the type of the task's value
 */
public interface JoinHandle<T> extends Future<T> {

  /**
   * Asks for the task's future to be dropped in place of its next poll. Returns at once; a poll
   * that runs right now ends first, and if it ends with a value the task has completed after all.
   */
  void cancel();

  /** Whether the task has completed, failed or been cancelled. */
  boolean isDone();
}
