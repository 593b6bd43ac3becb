package dev.chime.async;

/**
 * A future that is completed from outside: it connects callbacks and other threads with futures
 * that are polled. Any thread may complete it, and only the first time counts. One waiter at a
 * time.
 *
 * @param <T> the type of the value
 */
public final class Oneshot<T> extends WakerCell implements Future<T> {

  private record Failure(RuntimeException cause) {}

  /** A future that is not completed yet. */
  public Oneshot() {}

  /**
   * Completes the future with a value.
   *
   * @return whether it was the first completion
   */
  public boolean complete(T value) {
    return settle(Poll.ready(value));
  }

  /**
   * Makes polling throw {@code cause}.
   *
   * @return whether it was the first completion
   */
  public boolean fail(RuntimeException cause) {
    return settle(new Failure(cause));
  }

  /** Whether it has been completed or has failed. */
  public boolean isDone() {
    return outcome() != null;
  }

  @Override
  @SuppressWarnings("unchecked") // complete(T) stores the ready poll of a T
  public Poll<T> poll(Context context) {
    Object outcome = outcomeOr(context.waker());
    if (outcome instanceof Failure(RuntimeException cause)) {
      throw cause;
    }
    return outcome == null ? Poll.pending() : (Poll<T>) outcome;
  }
}
