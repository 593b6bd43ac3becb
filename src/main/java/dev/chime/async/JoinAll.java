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

  /** Drops all of them, also if one throws. */
  @Override
  public void drop() {
    RuntimeException failure = null;
    for (MaybeDone<T> each : all) {
      try {
        each.drop();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
