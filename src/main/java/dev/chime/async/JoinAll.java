package dev.chime.async;

import java.util.List;

/** The future that {@link Future#joinAll} returns. */
final class JoinAll<T> implements Future<List<T>> {

  private final List<MaybeDone<T>> all;

  JoinAll(List<? extends Future<T>> futures) {
    all = futures.stream().<MaybeDone<T>>map(MaybeDone::new).toList();
  }

  @Override
  public Poll<List<T>> poll(Context context) {
    boolean done = true;
    for (MaybeDone<T> each : all) {
      done &= each.poll(context);
    }
    return done ? Poll.ready(all.stream().map(MaybeDone::value).toList()) : Poll.pending();
  }

  @Override
  public void drop() {
    dropFrom(0);
  }

  private void dropFrom(int index) {
    if (index < all.size()) {
      try {
        all.get(index).drop();
      } finally {
        dropFrom(index + 1); // also when one throws
      }
    }
  }
}
