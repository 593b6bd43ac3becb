package dev.chime.async;

import java.util.function.Function;

/** The future that {@link Future#map} returns. */
record MapFuture<T, R>(Future<T> source, Function<? super T, ? extends R> mapper)
    implements Future<R> {

  @Override
  public Poll<R> poll(Context context) {
    return source.poll(context).map(mapper);
  }

  @Override
  public void drop() {
    source.drop();
  }
}
