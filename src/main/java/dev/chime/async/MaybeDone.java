package dev.chime.async;

import org.jspecify.annotations.Nullable;

/** A future that keeps its value, so that it is not polled again. */
final class MaybeDone<T> {

  private final Future<T> future;
  private Poll.@Nullable Ready<T> ready;

  MaybeDone(Future<T> future) {
    this.future = future;
  }

  /**
   * Polls unless done.
   *
   * @return whether it is done now
   */
  boolean poll(Context context) {
    if (ready == null && future.poll(context) instanceof Poll.Ready<T> done) {
      ready = done;
    }
    return ready != null;
  }

  /** The value, once {@link #poll} has answered true. */
  T value() {
    if (ready == null) {
      throw new IllegalStateException("not done");
    }
    return ready.value();
  }

  /** Drops the future unless done. */
  void drop() {
    if (ready == null) {
      future.drop();
    }
  }
}
