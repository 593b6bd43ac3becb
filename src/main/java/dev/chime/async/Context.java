package dev.chime.async;

/**
 * What a future is given when it is polled: the waker of the task that polls it.
 *
 * <p>An interface, so that a task can be its own context and a poll allocates nothing.
 */
@FunctionalInterface
public interface Context {

  /** The waker to keep, in place of any kept before, by a future that answers "pending". */
  Waker waker();

  /** A context around a waker, for polling by hand. */
  static Context from(Waker waker) {
    return () -> waker;
  }
}
