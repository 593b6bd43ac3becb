package dev.chime.async;

/**
 * The handle by which a future's task is asked to poll the future again.
 *
 * <p>It may be called by any thread, any number of times, and also after the task is done. A waker
 * is shared by passing the reference on: with a garbage collector, that is all that the book's
 * {@code clone} does. A call must neither block nor throw, because others wait for theirs
 * meanwhile.
 */
@FunctionalInterface
public interface Waker {

  /** Asks for the task to be polled again, soon, on its own executor. */
  void wake();

  /**
   * Whether {@code other} wakes the same task, so that it need not be stored again. May be {@code
   * false} for equal wakers, but never {@code true} for different ones.
   */
  @SuppressWarnings("ReferenceEquality") // identity is meant: wakers have no other equality
  default boolean willWake(Waker other) {
    return this == other;
  }

  /** A waker that does nothing: for polling by hand. */
  static Waker noop() {
    return NoopWaker.INSTANCE;
  }
}
