package dev.chime.async;

/**
 * The argument of a poll: it holds the waker of the task that polls.
 *
 * <p>It is an interface, so that a task can be its own context and a poll allocates nothing.
 */
@FunctionalInterface
public interface Context {

  /** The waker that a pending future stores, in place of the waker of the previous poll. */
  Waker waker();

  /** A context around a waker, for polling by hand. */
  static Context from(Waker waker) {
    return () -> waker;
  }
}
