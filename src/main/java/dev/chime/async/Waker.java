package dev.chime.async;

/**
 * A handle that asks a task to poll its future again.
 *
 * <p>Any thread may call it, any number of times, even after the task is done. To share a waker,
 * pass the reference. With a garbage collector, the book's {@code clone} needs no more than that. A
 * call must neither block nor throw, because the caller may have to call other wakers, too.
 */
@FunctionalInterface
public interface Waker {

  /** Asks the task's executor to poll the task again soon. */
  void wake();

  /**
   * Whether {@code other} wakes the same task, and need not be stored again. May return {@code
   * false} for wakers of the same task, but never {@code true} for wakers of different tasks.
   */
  @SuppressWarnings("ReferenceEquality") // compares identity: wakers have no other equality
  default boolean willWake(Waker other) {
    return this == other;
  }

  /** A waker that does nothing, for polling by hand. */
  static Waker noop() {
    return NoopWaker.INSTANCE;
  }
}
