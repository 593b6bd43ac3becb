package dev.chime.async;

/**
 * What a poll gets from the task that polls: the task's waker.
 *
 * <p>An interface, so that a task can be its own context and a poll allocates nothing.
 */
@FunctionalInterface
public interface Context {

  /** The waker that a pending future keeps, in place of the waker of the poll before. */
  Waker waker();

  /** A context around a waker, for polling by hand. */
  static Context from(Waker waker) {
    return () -> waker;
  }
}
