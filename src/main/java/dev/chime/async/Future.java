package dev.chime.async;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A computation that produces a value when it is polled: the book's {@code Future}.
 *
 * <p>It is lazy: nothing happens before the first poll. One thread at a time polls a future, but
 * not always the same thread. It must not be polled after it was ready or dropped. Polling never
 * blocks. A future that returns "pending" makes sure that the waker <em>of this poll</em> is called
 * when it is worth polling again. Polling may throw, and then the future has ended.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface Future<T> {

  /**
   * Tries to make progress.
   *
   * @return the value if there is one; otherwise pending, and the context's waker is stored
   */
  Poll<T> poll(Context context);

  /**
   * Gives up the value and releases the resources, such as an entry in a timing wheel. In the book
   * this happens when the future goes out of scope; here it must be called. Idempotent, and allowed
   * after completion.
   */
  default void drop() {}

  // ---- sources ----

  /** A future that is ready at its first poll. */
  static <T> Future<T> ready(T value) {
    Poll<T> ready = Poll.ready(value);
    return context -> ready;
  }

  /** A future that is never ready. */
  static <T> Future<T> pending() {
    return context -> Poll.pending();
  }

  /** A future that makes another one at its first poll, and then behaves like it. */
  static <T> Future<T> lazy(Supplier<? extends Future<T>> maker) {
    return new Lazy<>(maker);
  }

  /**
   * A future of the value that a callback receives. The first poll calls {@code start} with a
   * {@link Oneshot}, which the callback completes on any thread.
   */
  static <T> Future<T> fromCallback(Consumer<? super Oneshot<T>> start) {
    return lazy(
        () -> {
          Oneshot<T> oneshot = new Oneshot<>();
          start.accept(oneshot);
          return oneshot;
        });
  }

  /** A future that is pending once, so that other tasks of its shard get their turn. */
  static Future<Unit> yieldNow() {
    return new YieldNow();
  }

  // ---- combinators ----

  /** A future of this future's value, converted by {@code mapper} on the thread that polls. */
  default <R> Future<R> map(Function<? super T, ? extends R> mapper) {
    return new MapFuture<>(this, mapper);
  }

  /** A future of the value of the second future, which {@code next} makes from this one's value. */
  default <R> Future<R> then(Function<? super T, ? extends Future<R>> next) {
    return new Then<>(this, next);
  }

  /**
   * A future of this future's value or, if polling it throws, of the value that {@code fallback}
   * makes from the exception. The future that threw is dropped first. An {@link Error} is thrown
   * on.
   */
  default Future<T> recover(Function<? super RuntimeException, ? extends T> fallback) {
    return new Recover<>(this, fallback);
  }

  /**
   * This future with an action that runs exactly once, at its end: when the future is ready,
   * throws, or is dropped (even before its first poll), whichever comes first. It runs on the
   * thread that polls or drops, and must not throw.
   */
  default Future<T> onEnd(Runnable action) {
    return new OnEnd<>(this, action);
  }

  /** A future of both values. It is ready when both futures are. */
  default <U> Future<Join.Both<T, U>> join(Future<U> other) {
    return new Join<>(this, other);
  }

  /**
   * A future of all values, in the order of the futures. It is ready when all futures are. Each
   * poll polls all futures that are still pending, so use it for dozens of futures, not for
   * thousands.
   */
  static <T> Future<List<T>> joinAll(List<? extends Future<T>> futures) {
    return new JoinAll<>(futures);
  }

  /**
   * A future of the value that is ready first; this one's if both are. The other future is dropped.
   */
  default <U> Future<Select.Either<T, U>> select(Future<U> other) {
    return new Select<>(this, other);
  }
}
