package dev.chime.async;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A value that is produced by polling: the book's {@code Future}.
 *
 * <p>Lazy: nothing happens before the first poll. A future is polled by one thread at a time,
 * though not always by the same one, and no more after it was ready or dropped. Polling never
 * blocks; a future that answers "pending" has arranged for the waker <em>of that very poll</em> to
 * be called when polling again is worthwhile. Polling may throw, and the future is then over.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface Future<T> {

  /** The value if it is there; otherwise pending, with the context's waker kept. */
  Poll<T> poll(Context context);

  /**
   * Gives up the value and releases what was needed for it, such as a place in a timing wheel. In
   * the book, going out of scope does this; here it must be called. Idempotent, and harmless after
   * completion.
   */
  default void drop() {}

  // ---- beginnings ----

  /** A future that is ready at its first poll. */
  static <T> Future<T> ready(T value) {
    Poll<T> ready = Poll.ready(value);
    return context -> ready;
  }

  /** A future that is never ready. */
  static <T> Future<T> pending() {
    return context -> Poll.pending();
  }

  /** A future that makes another one at its first poll, and from then on acts like it. */
  static <T> Future<T> lazy(Supplier<? extends Future<T>> maker) {
    return new Lazy<>(maker);
  }

  /**
   * A future of the value that a callback receives. The first poll calls {@code start} with a
   * {@link Oneshot}, which the callback completes, on any thread.
   */
  static <T> Future<T> fromCallback(Consumer<? super Oneshot<T>> start) {
    return lazy(
        () -> {
          Oneshot<T> oneshot = new Oneshot<>();
          start.accept(oneshot);
          return oneshot;
        });
  }

  /** A future that is pending once, so that other tasks of its shard have their turn. */
  static Future<Unit> yieldNow() {
    return new YieldNow();
  }

  // ---- combinations ----

  /** This future's value, converted by {@code mapper} on the thread that polls. */
  default <R> Future<R> map(Function<? super T, ? extends R> mapper) {
    return new MapFuture<>(this, mapper);
  }

  /** The value of the future that {@code next} makes from this one's value. */
  default <R> Future<R> then(Function<? super T, ? extends Future<R>> next) {
    return new Then<>(this, next);
  }

  /**
   * This future's value or, if polling it throws, the value that {@code fallback} makes from the
   * exception. The future that threw is dropped first. An {@link Error} is not recovered from.
   */
  default Future<T> recover(Function<? super RuntimeException, ? extends T> fallback) {
    return new Recover<>(this, fallback);
  }

  /**
   * This future, and an action for its end. The action runs exactly once: when the future is ready,
   * when it throws, or when it is dropped, even before its first poll, whichever comes first. It
   * runs on the thread that polls or drops, and must not throw.
   */
  default Future<T> onEnd(Runnable action) {
    return new OnEnd<>(this, action);
  }

  /** Both values, when both are there. */
  default <U> Future<Join.Both<T, U>> join(Future<U> other) {
    return new Join<>(this, other);
  }

  /**
   * All values in the order of the futures, when all are there. Each poll polls all that are still
   * pending, so it is meant for dozens of futures, not for thousands.
   */
  static <T> Future<List<T>> joinAll(List<? extends Future<T>> futures) {
    return new JoinAll<>(futures);
  }

  /** The value of whichever is ready first, this one if both are at once. The other is dropped. */
  default <U> Future<Select.Either<T, U>> select(Future<U> other) {
    return new Select<>(this, other);
  }
}
