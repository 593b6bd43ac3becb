package dev.chime.async;

import java.util.function.Function;

/** The future that {@link Future#recover} returns. */
record Recover<T>(Future<T> source, Function<? super RuntimeException, ? extends T> fallback)
    implements Future<T> {

  @Override
  public Poll<T> poll(Context context) {
    try {
      return source.poll(context);
    } catch (RuntimeException failure) {
      dropSource(failure);
      return Poll.ready(fallback.apply(failure));
    }
  }

  /** Drops the source here, because a caller does not drop a future that is ready. */
  private void dropSource(RuntimeException failure) {
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
