package dev.chime.async;

/**
 * A future that somebody completes: the way from callbacks and other threads into polled futures.
 * Completing is thread-safe and only the first time counts; waiting is for one at a time.
 *
 * @param <T> the type of the value
 */
public final class Oneshot<T> extends WakerCell implements Future<T> {

  private record Failure(RuntimeException cause) {}

  /** A future that nobody has completed yet. */
  public Oneshot() {}

  /**
   * Gives the value.
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

  /** Whether it has been completed, or has failed. */
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
