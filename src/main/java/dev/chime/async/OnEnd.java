package dev.chime.async;

import org.jspecify.annotations.Nullable;

/**
 * The future that {@link Future#onEnd} returns. It removes the action before it runs it, so that
 * the action runs only once.
 */
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
      runAction();
      throw thrown;
    }
    if (poll.isReady()) {
      runAction();
    }
    return poll;
  }

  @Override
  public void drop() {
    try {
      source.drop();
    } finally { // also when the source throws
      runAction();
    }
  }

  private void runAction() {
    Runnable last = action;
    if (last != null) {
      action = null;
      last.run();
    }
  }
}
