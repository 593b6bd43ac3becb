package dev.chime.timer;

import dev.chime.async.Executor;
import dev.chime.async.Future;

/** Futures as values, for tests that have nothing else to do meanwhile. */
public final class Blocking {

  private Blocking() {}

  /** The future's value. */
  public static <T> T get(Future<T> future) {
    try {
      return Executor.blockOn(future);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
