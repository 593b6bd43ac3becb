package dev.chime.async;

import org.jspecify.annotations.Nullable;

/** A future together with its value once it is ready, so that it is not polled again. */
final class MaybeDone<T> {

  private final Future<T> future;
  private Poll.@Nullable Ready<T> ready;

  MaybeDone(Future<T> future) {
    this.future = future;
  }

  /**
   * Polls the future unless it is done.
   *
   * @return whether it is done now
   */
  boolean poll(Context context) {
    if (ready == null && future.poll(context) instanceof Poll.Ready<T> done) {
      ready = done;
    }
    return ready != null;
  }

  /** The value, after {@link #poll} has returned true. */
  T value() {
    if (ready == null) {
      throw new IllegalStateException("not done");
    }
    return ready.value();
  }

  /** Drops the future unless it is done. */
  void drop() {
    if (ready == null) {
      future.drop();
    }
  }
}
