package dev.chime.async;

/**
 * A future that other code completes, such as a callback or another thread. Any thread may complete
 * it. Only the first completion counts. Only one waiter at a time.
 *
 * @param <T> the type of the value
 */
public final class Oneshot<T> extends WakerCell implements Future<T> {

  private record Failure(RuntimeException cause) {}

  /** Creates a future that is not completed yet. */
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
   * Completes the future with an exception, which polling throws.
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
    Object outcome = outcomeOrRegister(context.waker());
    if (outcome instanceof Failure(RuntimeException cause)) {
      throw cause;
    }
    return outcome == null ? Poll.pending() : (Poll<T>) outcome;
  }
}
