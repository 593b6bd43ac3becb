package dev.chime.async;

import java.util.function.Function;

/**
 * The result of a poll: either the value, or pending. Immutable.
 *
 * @param <T> the type of the value
 */
public sealed interface Poll<T> {

  /**
   * The future is done.
   *
   * @param value the value
   */
  record Ready<T>(T value) implements Poll<T> {}

  /**
   * The future is not done. The waker of this poll will be called when it is worth polling again.
   */
  record Pending<T>() implements Poll<T> {
    private static final Pending<?> INSTANCE = new Pending<>();
  }

  /** A {@link Ready} with this value. */
  static <T> Poll<T> ready(T value) {
    return new Ready<>(value);
  }

  /** A {@link Pending}; always the same object. */
  @SuppressWarnings("unchecked") // holds no T, so one object serves every type
  static <T> Poll<T> pending() {
    return (Poll<T>) Pending.INSTANCE;
  }

  /** Whether this is {@link Ready}. */
  default boolean isReady() {
    return this instanceof Ready;
  }

  /** The same result; if there is a value, it is converted by {@code mapper}. */
  default <R> Poll<R> map(Function<? super T, ? extends R> mapper) {
    return this instanceof Ready<T>(T value) ? ready(mapper.apply(value)) : pending();
  }
}
