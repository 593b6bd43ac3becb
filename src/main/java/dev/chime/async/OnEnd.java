package dev.chime.async;

import org.jspecify.annotations.Nullable;

/** {@link Future#onEnd}: the action is forgotten before it is run, so that it runs once. */
final class OnEnd<T> implements Future<T> {

  private final Future<T> source;
  private @Nullable Runnable action;

  OnEnd(Future<T> source, Runnable action) {
    this.source = source;
    this.action = action;
  }

  @Override
  public Poll<T> poll(Context context) {
    Poll<T> poll;
    try {
      poll = source.poll(context);
    } catch (Throwable thrown) {
      end();
      throw thrown;
    }
    if (poll.isReady()) {
      end();
    }
    return poll;
  }

  @Override
  public void drop() {
    try {
      source.drop();
    } finally { // also when the source throws
      end();
    }
  }

  private void end() {
    Runnable left = action;
    if (left != null) {
      action = null;
      left.run();
    }
  }
}
