package dev.chime.timer.service;

import dev.chime.timer.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts what it is told, from many threads. */
final class CountingListener implements TimerListener {

  final LongAdder created = new LongAdder();
  final LongAdder elapsed = new LongAdder();
  final LongAdder cancelled = new LongAdder();
  final LongAdder skipped = new LongAdder();
  final LongAdder amended = new LongAdder();

  @Override
  public void created(Timer timer) {
    created.increment();
  }

  @Override
  public void elapsed(Timer timer, Duration lateness) {
    elapsed.increment();
  }

  @Override
  public void skipped(Timer timer) {
    skipped.increment();
  }

  @Override
  public void swept(Timer timer) {}

  @Override
  public void amended(Timer timer) {
    amended.increment();
  }

  @Override
  public void overdue(Timer timer) {
    throw new AssertionError(timer + " was forgotten");
  }

  @Override
  public void cancelled(Timer timer) {
    cancelled.increment();
  }
}
