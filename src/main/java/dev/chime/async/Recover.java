package dev.chime.async;

import java.util.function.Function;

/** {@link Future#recover}. */
record Recover<T>(Future<T> source, Function<? super RuntimeException, ? extends T> fallback)
    implements Future<T> {

  @Override
  public Poll<T> poll(Context context) {
    try {
      return source.poll(context);
    } catch (RuntimeException failure) {
      dropAfter(failure);
      return Poll.ready(fallback.apply(failure));
    }
  }

  /** Nobody drops a future that is ready, so what is left of the source is dropped here. */
  private void dropAfter(RuntimeException failure) {
    try {
      source.drop();
    } catch (RuntimeException thrown) {
      failure.addSuppressed(thrown);
    }
  }

  @Override
  public void drop() {
    source.drop();
  }
}
