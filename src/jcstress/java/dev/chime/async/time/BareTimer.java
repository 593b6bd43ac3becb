package dev.chime.async.time;

import dev.chime.async.CountingWaker;

/** A timer's shared state without a driver: it counts how often it is released. */
final class BareTimer extends SharedState {

  private int releases;

  @Override
  boolean isFiredByCurrentThread() {
    return false;
  }

  @Override
  void release(boolean byFiringThread) {
    releases++;
  }

  int releases() {
    return releases;
  }

  /** Polls it: 1 for ready, 0 for pending. */
  int pollWith(CountingWaker waker) {
    return poll(waker).isReady() ? 1 : 0;
  }
}
