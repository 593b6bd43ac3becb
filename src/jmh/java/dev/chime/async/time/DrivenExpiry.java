package dev.chime.async.time;

import dev.chime.bench.Xorshift;
import java.util.concurrent.TimeUnit;

/**
 * A minute of timers, led through it by the caller millisecond by millisecond, at one turn each;
 * then more turns for what their budgets have left. Kafka's, which cannot be led, does it all in
 * the first turn, cascades included.
 */
final class DrivenExpiry implements Expiry {

  private static final int SPREAD_MILLIS = (int) TimeUnit.MINUTES.toMillis(1);

  private final Timers.Driven timers;
  private final int count;
  private long now;
  private long fired;

  DrivenExpiry(Implementation implementation, int count) {
    this.count = count;
    Load load = Load.toExpire(count, SPREAD_MILLIS, () -> now, () -> fired++);
    timers = (Timers.Driven) implementation.timers(load);
    Xorshift random = new Xorshift();
    for (int place = 0; place < count; place++) {
      timers.arm(place, 1 + random.below(SPREAD_MILLIS - 1));
    }
  }

  @Override
  public void expireAll() {
    for (int millis = 0; millis < SPREAD_MILLIS; millis++) {
      now += Load.NANOS_PER_MILLI;
      timers.turn();
    }
    while (timers.pending() > 0) {
      now += Load.NANOS_PER_MILLI;
      timers.turn();
    }
  }

  @Override
  public void close() {
    timers.close();
    if (fired != count) {
      throw new IllegalStateException(fired + " of " + count + " timers fired");
    }
  }
}
