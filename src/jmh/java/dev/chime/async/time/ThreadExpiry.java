package dev.chime.async.time;

import dev.chime.bench.Xorshift;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Timers that follow the machine's clock on a thread of their own, so that nobody can lead them
 * through a minute in less. The nearest to it: the first to fire blocks that thread until all are
 * due, and what is measured is how it catches up with two seconds of deadlines. Where timers fire
 * on another thread than the one that watches the clock, blocking is no use; then the deadlines lie
 * so close together (16 in a microsecond) that the clock cannot be what takes the time.
 */
final class ThreadExpiry implements Expiry {

  private static final int GATED_SPREAD_MILLIS = 2_000;
  private static final int OPEN_TIMERS_PER_MILLI = 16_000;

  private final CountDownLatch gate;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Timers timers;
  private final int count;
  private int left; // touched by the one thread that fires

  private ThreadExpiry(Implementation implementation, int count, int spreadMillis, boolean gated) {
    this.count = count;
    left = count;
    gate = new CountDownLatch(gated ? 1 : 0);
    int leadMillis = 1_000 + count / 400; // to arm them all: 2.5 microseconds each
    Load load = Load.toExpire(count, leadMillis + spreadMillis, System::nanoTime, this::fired);
    timers = implementation.timers(load);
    long start = millis() + leadMillis;
    Xorshift random = new Xorshift();
    for (int place = 0; place < count; place++) {
      timers.arm(place, start + random.below(spreadMillis) - millis());
    }
    if (millis() > start) {
      throw new IllegalStateException("this machine is too slow to arm " + count + " in the lead");
    }
    sleepUntil(gated ? start + spreadMillis + 1 : start);
  }

  static Expiry gated(Implementation implementation, int count) {
    return new ThreadExpiry(implementation, count, GATED_SPREAD_MILLIS, true);
  }

  static Expiry open(Implementation implementation, int count) {
    return new ThreadExpiry(implementation, count, count / OPEN_TIMERS_PER_MILLI + 1, false);
  }

  @Override
  public void expireAll() {
    gate.countDown();
    await(done);
  }

  @Override
  public void close() {
    timers.close();
  }

  private void fired() {
    if (left == count) {
      await(gate);
    }
    if (--left == 0) {
      done.countDown();
    }
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private static void sleepUntil(long time) {
    try {
      Thread.sleep(Math.max(0, time - millis()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
