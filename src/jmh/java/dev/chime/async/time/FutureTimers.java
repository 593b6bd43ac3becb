package dev.chime.async.time;

import dev.chime.async.Context;
import dev.chime.async.HandTurnedShard;
import java.util.function.LongSupplier;

/**
 * {@link TimerFuture}s of a {@link WheelTimerDriver}, made, polled, dropped and fired on their
 * shard's own thread. A turn is the shard's: inbox, clock, wheel, run queue.
 */
final class FutureTimers implements Timers.Driven {

  private final TimerFuture[] futures;
  private final WheelTimerDriver driver;
  private final HandTurnedShard shard;
  private final Context waker;
  private final boolean awaited;

  FutureTimers(Load load) {
    futures = new TimerFuture[load.places()];
    driver = new WheelTimerDriver(new Clock(load.clock()));
    shard = new HandTurnedShard(1, driver::attach);
    waker = Context.from(load.onFire()::run);
    awaited = load.expires();
  }

  @Override
  public void arm(int place, long delayMillis) {
    long deadline = driver.ticker().nanos() + delayMillis * Load.NANOS_PER_MILLI;
    TimerFuture future = TimerFuture.at(driver, deadline);
    futures[place] = future;
    if (awaited && future.poll(waker).isReady()) {
      throw new IllegalStateException("a timer was early");
    }
  }

  @Override
  public void cancel(int place) {
    futures[place].drop();
  }

  @Override
  public void turn() {
    shard.turn();
  }

  @Override
  public int pending() {
    return driver.armed().getFirst();
  }

  private record Clock(LongSupplier clock) implements Ticker {
    @Override
    public long nanos() {
      return clock.getAsLong();
    }

    @Override
    public void parkUntil(long deadline) {
      throw new UnsupportedOperationException("the bench's thread does not park");
    }
  }
}
