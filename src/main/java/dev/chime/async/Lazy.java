package dev.chime.async;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future that {@link Future#lazy} returns. If it is dropped before its first poll, it makes no
 * other future.
 */
final class Lazy<T> implements Future<T> {

  private final Supplier<? extends Future<T>> maker;
  private @Nullable Future<T> made;

  Lazy(Supplier<? extends Future<T>> maker) {
    this.maker = maker;
  }

  @Override
  public Poll<T> poll(Context context) {
    Future<T> future = made;
    if (future == null) {
      future = maker.get();
      made = future;
    }
    return future.poll(context);
  }

  @Override
  public void drop() {
    if (made != null) {
      made.drop();
    }
  }
}
