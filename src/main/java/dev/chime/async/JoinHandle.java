package dev.chime.async;

/**
 * The handle of a spawned task: a future of the task's value that can also cancel the task. Polling
 * throws {@link JoinException} if the task threw or was cancelled. If the handle is {@linkplain
 * #drop() dropped} or ignored, the task continues to run. Thread-safe; only one waiter at a time.
 *
 * @param <T> the type of the task's value
 */
public interface JoinHandle<T> extends Future<T> {

  /**
   * Requests that the task's future is dropped and not polled again. Returns at once. A poll that
   * is running ends first. If it ends with a value, the task has completed and is not cancelled.
   */
  void cancel();

  /** Whether the task has completed, failed or been cancelled. */
  boolean isDone();
}
