package dev.chime.async;

/**
 * The handle by which whatever a future waits for asks for the future's task to be polled again.
 *
 * <p>Safe to call from any thread, any number of times, also after the task is done: such calls are
 * harmless. A waker is shared by passing the reference around, which is what the book's {@code
 * clone} amounts to on a garbage-collected heap. A call must neither block nor throw; it is made
 * while others wait for theirs.
 */
@FunctionalInterface
public interface Waker {

  /** Asks for the task to be polled again, soon, on its own executor. */
  void wake();

  /**
   * Whether calling {@code other} would wake the same task, so that storing it anew can be skipped.
   * May answer {@code false} for equal wakers; never {@code true} for different ones.
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
