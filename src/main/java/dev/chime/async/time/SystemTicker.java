package dev.chime.async.time;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The ticker that {@link Ticker#system()} returns. */
final class SystemTicker implements Ticker {

  private final long offset;

  SystemTicker() {
    Instant wall = Instant.now();
    offset = TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano() - System.nanoTime();
  }

  @Override
  public long nanos() {
    return System.nanoTime() + offset;
  }

  @Override
  public void parkUntil(long deadline) {
    long nanos = deadline - nanos();
    if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
    }
  }
}
