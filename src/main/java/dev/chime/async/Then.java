package dev.chime.async;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The future that {@link Future#then} returns. It polls the first future, and then the second one,
 * which is made from the first value.
 */
final class Then<T, R> implements Future<R> {

  private final Future<T> first;
  private final Function<? super T, ? extends Future<R>> next;
  private @Nullable Future<R> second;

  Then(Future<T> first, Function<? super T, ? extends Future<R>> next) {
    this.first = first;
    this.next = next;
  }

  @Override
  public Poll<R> poll(Context context) {
    Future<R> future = second;
    if (future == null) {
      if (!(first.poll(context) instanceof Poll.Ready<T>(T value))) {
        return Poll.pending();
      }
      future = next.apply(value);
      second = future;
    }
    return future.poll(context);
  }

  @Override
  public void drop() {
    Future<?> current = second == null ? first : second;
    current.drop();
  }
}
